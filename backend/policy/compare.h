// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "backend/policy/routetable.h"

namespace halftone::policy {

// Requests that one policy sends elsewhere than another, together: from which version, to which, by which
// rule of the new policy.
struct VersionChange {
  std::string from;  // empty: no version could answer
  std::string to;
  std::string rule;     // of the new policy, that decides now
  std::string oldRule;  // of the old policy, that decided before
  std::uint64_t requests = 0;
  std::uint64_t users = 0;            // distinct ones among them
  std::vector<std::string> examples;  // "GET /chat user=42", the first few
};

struct ComparisonReport {
  std::uint64_t requests = 0;
  std::uint64_t changedRequests = 0;
  std::uint64_t users = 0;             // distinct, of requests that name one
  std::uint64_t changedUsers = 0;      // with at least one request that changes version
  std::vector<VersionChange> changes;  // most requests first
};

// What if: runs requests through two policies and counts what changes. One thread; keeps the users it has
// seen.
class Comparison {
 public:
  static constexpr std::size_t kExamples = 5;

  // Both tables must outlive this.
  Comparison(const RouteTable& before, const RouteTable& after) : m_before(before), m_after(after) {}

  // Both policies draw the same bucket where there is no sticky key: chance is no change.
  void add(const Request& request, std::uint32_t randomBits);
  [[nodiscard]] ComparisonReport report() const;

 private:
  struct Group {
    std::uint64_t requests = 0;
    std::set<std::string> users;
    std::vector<std::string> examples;
  };
  using Key = std::tuple<std::string, std::string, std::string, std::string>;  // from, to, rule, old rule

  const RouteTable& m_before;
  const RouteTable& m_after;
  std::uint64_t m_requests = 0;
  std::uint64_t m_changed = 0;
  std::set<std::string> m_users;
  std::set<std::string> m_changedUsers;
  std::map<Key, Group> m_groups;
};

}  // namespace halftone::policy
