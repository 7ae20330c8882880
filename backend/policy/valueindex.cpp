// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/valueindex.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace halftone::policy {

namespace {

constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * kMix;
  return hash ^ hash >> 29;
}

// Fast and internal: never leaves the process, unlike the buckets' hash.
std::uint64_t hashText(std::string_view text) {
  std::uint64_t hash = text.size() * kMix;
  std::uint64_t word = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::memcpy(&word, text.data() + at, 8);
    hash = mix(hash, word);
  }
  if (at < text.size()) {
    word = 0;
    std::memcpy(&word, text.data() + at, text.size() - at);
    hash = mix(hash, word);
  }
  return hash ^ hash >> 32;
}

std::uint64_t bigEndian(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  for (int i = 0; i < 8; ++i) word = word << 8 | bytes[i];
  return word;
}

}  // namespace

void EqualIndex::build() {
  if (m_building.empty()) return;
  m_slots.assign(std::bit_ceil(m_building.size() * 2), {});
  for (auto& [value, rules] : m_building) {
    const std::uint64_t hash = hashText(value);
    std::size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].entry != kFree) at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(m_entries.size())};
    m_entries.push_back({value, std::move(rules)});
  }
  m_building.clear();
}

void EqualIndex::find(std::string_view value, Candidates& out) const {
  const std::uint64_t hash = hashText(value);
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t at = hash & (m_slots.size() - 1); m_slots[at].entry != kFree;
       at = (at + 1) & (m_slots.size() - 1)) {
    if (m_slots[at].tag != tag || m_entries[m_slots[at].entry].value != value) continue;
    addAll(m_entries[m_slots[at].entry].rules, out);
    return;
  }
}

void RangeIndex::build() {
  if (m_building.empty()) return;
  m_starts.push_back(std::numeric_limits<std::int64_t>::min());
  for (const Range& range : m_building) {
    m_starts.push_back(range.low);
    if (range.high != std::numeric_limits<std::int64_t>::max()) m_starts.push_back(range.high + 1);
  }
  std::sort(m_starts.begin(), m_starts.end());
  m_starts.erase(std::unique(m_starts.begin(), m_starts.end()), m_starts.end());
  const auto position = [this](std::int64_t start) {
    return static_cast<std::size_t>(std::lower_bound(m_starts.begin(), m_starts.end(), start) -
                                    m_starts.begin());
  };
  const std::size_t leaves = m_starts.size();
  m_nodes.resize(2 * leaves);
  for (const Range& range : m_building) {
    const bool open = range.high == std::numeric_limits<std::int64_t>::max();
    std::size_t left = position(range.low) + leaves;
    std::size_t right = (open ? leaves : position(range.high + 1)) + leaves;
    for (; left < right; left /= 2, right /= 2) {
      for (const std::size_t node : {left % 2 == 1 ? left++ : 0, right % 2 == 1 ? --right : 0}) {
        if (node == 0) continue;
        m_nodes[node].push_back(range.rule);
        m_onlyLeaves = m_onlyLeaves && node >= leaves;
      }
    }
  }
  m_building.clear();
}

void RangeIndex::find(std::int64_t value, Candidates& out) const {
  // The last start that is not above the value, without branches that a processor could guess wrong.
  const std::int64_t* base = m_starts.data();
  for (std::size_t left = m_starts.size(); left > 1;) {
    const std::size_t half = left / 2;
    base += base[half] <= value ? half : 0;
    left -= half;
  }
  std::size_t node = static_cast<std::size_t>(base - m_starts.data()) + m_starts.size();
  if (m_onlyLeaves) return addAll(m_nodes[node], out);
  for (; node > 0; node /= 2) addAll(m_nodes[node], out);
}

void PrefixIndex::build() {
  std::vector<int> open;  // the chain of prefixes of the one before
  for (auto& [prefix, rules] : m_building) {
    while (!open.empty() && !prefix.starts_with(m_entries[static_cast<std::size_t>(open.back())].prefix))
      open.pop_back();
    m_entries.push_back({prefix, open.empty() ? -1 : open.back(), std::move(rules)});
    open.push_back(static_cast<int>(m_entries.size()) - 1);
  }
  m_building.clear();
}

void PrefixIndex::find(std::string_view value, Candidates& out) const {
  // All prefixes of the value lie on the chain of the last entry that sorts not above it.
  const auto after =
      std::upper_bound(m_entries.begin(), m_entries.end(), value,
                       [](std::string_view text, const Entry& entry) { return text < entry.prefix; });
  for (int at = static_cast<int>(after - m_entries.begin()) - 1; at >= 0;
       at = m_entries[static_cast<std::size_t>(at)].parent) {
    const Entry& entry = m_entries[static_cast<std::size_t>(at)];
    if (value.starts_with(entry.prefix)) addAll(entry.rules, out);
  }
}

CidrIndex::Network CidrIndex::networkOf(const Address& address, int prefixBits) {
  Network network{bigEndian(address.bytes.data()), bigEndian(address.bytes.data() + 8)};
  if (prefixBits <= 64) {
    network.high = prefixBits == 0 ? 0 : network.high & ~std::uint64_t{0} << (64 - prefixBits);
    network.low = 0;
  } else if (prefixBits < 128) {
    network.low &= ~std::uint64_t{0} << (128 - prefixBits);
  }
  return network;
}

std::size_t CidrIndex::hashOf(const Network& network) {
  const std::uint64_t hash = mix(mix(0, network.high), network.low);
  return hash ^ hash >> 32;
}

void CidrIndex::add(const Cidr& block, std::uint32_t rule) {
  auto at = std::find_if(m_lengths.begin(), m_lengths.end(),
                         [&](const Length& length) { return length.prefixBits == block.prefixBits; });
  if (at == m_lengths.end()) at = m_lengths.insert(at, Length{block.prefixBits, {}, {}, {}});
  at->building[networkOf(block.network, block.prefixBits)].push_back(rule);
}

void CidrIndex::build() {
  for (Length& length : m_lengths) {
    length.slots.assign(std::bit_ceil(length.building.size() * 2), 0);
    for (auto& [network, rules] : length.building) {
      std::size_t at = hashOf(network) & (length.slots.size() - 1);
      while (length.slots[at] != 0) at = (at + 1) & (length.slots.size() - 1);
      length.entries.emplace_back(network, std::move(rules));
      length.slots[at] = static_cast<std::uint32_t>(length.entries.size());
    }
    length.building.clear();
  }
}

void CidrIndex::find(const Address& address, Candidates& out) const {
  const bool v4 = address.isV4();
  for (const Length& length : m_lengths) {
    if (v4 && length.prefixBits < 96) continue;  // as Cidr::contains says
    const Network network = networkOf(address, length.prefixBits);
    const std::size_t mask = length.slots.size() - 1;
    for (std::size_t at = hashOf(network) & mask; length.slots[at] != 0; at = (at + 1) & mask) {
      const auto& [candidate, rules] = length.entries[length.slots[at] - 1];
      if (candidate != network) continue;
      addAll(rules, out);
      break;
    }
  }
}

}  // namespace halftone::policy
