// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "backend/policy/candidates.h"
#include "backend/policy/request.h"

// From one attribute's value to the rules that this value lets in, without looking at the others. Each index
// is filled with `add`, frozen with `build`, then read by any thread.
namespace halftone::policy {

using RuleList = std::vector<std::uint32_t>;

inline void addAll(const RuleList& rules, Candidates& out) {
  for (const std::uint32_t rule : rules) out.add(rule);
}

// Equal text: a hash table.
class EqualIndex {
 public:
  void add(const std::string& value, std::uint32_t rule) { m_building[value].push_back(rule); }
  void build();
  void find(std::string_view value, Candidates& out) const;
  [[nodiscard]] bool empty() const { return m_slots.empty(); }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t entry = kFree;
  };
  struct Entry {
    std::string value;
    RuleList rules;
  };
  static constexpr std::uint32_t kFree = ~0U;
  std::map<std::string, RuleList> m_building;
  std::vector<Slot> m_slots;  // a power of two, at most half full
  std::vector<Entry> m_entries;
};

// Integers in ranges: the elementary intervals between all bounds, and above them a segment tree, so that
// overlapping ranges cost n log n memory and a look-up log n plus the rules found.
class RangeIndex {
 public:
  void add(std::int64_t low, std::int64_t high, std::uint32_t rule) {
    m_building.push_back({low, high, rule});
  }
  void build();
  void find(std::int64_t value, Candidates& out) const;
  [[nodiscard]] bool empty() const { return m_starts.empty(); }

 private:
  struct Range {
    std::int64_t low, high;
    std::uint32_t rule;
  };
  std::vector<Range> m_building;
  std::vector<std::int64_t> m_starts;  // of the elementary intervals, ascending
  std::vector<RuleList> m_nodes;       // 1 is the root; leaves from m_starts.size() on
  bool m_onlyLeaves = true;
};

// Text that begins with one of many prefixes: sorted, each with its longest proper prefix in the list.
class PrefixIndex {
 public:
  void add(const std::string& prefix, std::uint32_t rule) { m_building[prefix].push_back(rule); }
  void build();
  void find(std::string_view value, Candidates& out) const;
  [[nodiscard]] bool empty() const { return m_entries.empty(); }

 private:
  struct Entry {
    std::string prefix;
    int parent;
    RuleList rules;
  };
  std::map<std::string, RuleList> m_building;
  std::vector<Entry> m_entries;
};

// Addresses in blocks: for each length of prefix in use, a hash table of networks.
class CidrIndex {
 public:
  void add(const Cidr& block, std::uint32_t rule);
  void build();
  void find(const Address& address, Candidates& out) const;
  [[nodiscard]] bool empty() const { return m_lengths.empty(); }

 private:
  struct Network {
    std::uint64_t high, low;
    friend auto operator<=>(const Network&, const Network&) = default;
  };
  struct Length {
    int prefixBits;
    std::map<Network, RuleList> building;
    std::vector<std::uint32_t> slots;  // a power of two; index of the entry plus 1, 0 is free
    std::vector<std::pair<Network, RuleList>> entries;
  };
  static Network networkOf(const Address& address, int prefixBits);
  static std::size_t hashOf(const Network& network);
  std::vector<Length> m_lengths;
};

}  // namespace halftone::policy
