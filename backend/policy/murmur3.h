// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace halftone::policy {

// MurmurHash3_x86_32 (Austin Appleby, public domain) fed piece by piece, so that what comes before the key
// is hashed once, when the policy is compiled. A value: copy it to branch off. Seed 0.
class Murmur3 {
 public:
  void add(std::string_view bytes);
  [[nodiscard]] std::uint32_t finish() const;
  // The hash after `bytes` too, this object unchanged.
  [[nodiscard]] std::uint32_t finishWith(std::string_view bytes) const {
    Murmur3 copy = *this;
    copy.add(bytes);
    return copy.finish();
  }
  friend bool operator==(const Murmur3&, const Murmur3&) = default;
  [[nodiscard]] int bucketOf(std::string_view key) const { return static_cast<int>(finishWith(key) % 10000); }

 private:
  std::uint32_t m_hash = 0;
  std::uint32_t m_tail = 0;  // bytes that do not fill a block yet, the first lowest
  std::uint32_t m_length = 0;

  friend std::uint32_t murmur3x86_32(std::string_view bytes, std::uint32_t seed);
};

}  // namespace halftone::policy
