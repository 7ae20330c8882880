// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#include "backend/policy/limits.h"

namespace halftone::policy {

// The rules that may match one request, taken lowest first. Lives on the stack; a word is written when a rule
// of it is first added, so an empty set costs nothing however many rules there are.
class Candidates {
 public:
  static constexpr int kNone = std::numeric_limits<int>::max();

  void add(std::uint32_t rule) {
    const std::uint32_t word = rule >> 6;
    const std::uint64_t bit = std::uint64_t{1} << (rule & 63);
    const std::uint64_t wordBit = std::uint64_t{1} << (word & 63);
    std::uint64_t& summary = m_summary[word >> 6];
    m_words[word] = (summary & wordBit) != 0 ? m_words[word] | bit : bit;
    summary |= wordBit;
  }
  [[nodiscard]] int lowest() const {
    for (std::size_t i = 0; i < m_summary.size(); ++i) {
      if (m_summary[i] == 0) continue;
      const std::size_t word = i * 64 + static_cast<std::size_t>(std::countr_zero(m_summary[i]));
      return static_cast<int>(word * 64) + std::countr_zero(m_words[word]);
    }
    return kNone;
  }
  void remove(int rule) {
    const auto word = static_cast<std::size_t>(rule) >> 6;
    m_words[word] &= ~(std::uint64_t{1} << (rule & 63));
    if (m_words[word] == 0) m_summary[word >> 6] &= ~(std::uint64_t{1} << (word & 63));
  }

 private:
  static constexpr std::size_t kWords = (kMaxRules + 63) / 64;
  std::array<std::uint64_t, (kWords + 63) / 64> m_summary{};
  std::array<std::uint64_t, kWords> m_words;  // deliberately not initialized: the summary says which count
};

}  // namespace halftone::policy
