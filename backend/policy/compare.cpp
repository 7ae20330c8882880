// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/compare.h"

#include <algorithm>

namespace halftone::policy {

namespace {

std::string versionOf(const RouteTable& table, const Decision& decision) {
  return decision.version == Decision::kNoVersion ? std::string()
                                                  : std::string(table.versionName(decision.version));
}

}  // namespace

void Comparison::add(const Request& request, std::uint32_t randomBits) {
  ++m_requests;
  // Users as the new policy names them: it is the one that will stick by them.
  const auto user = m_after.userOf(request);
  if (user) m_users.insert(*user);
  const Decision before = m_before.decide(request, {}, randomBits);
  const Decision after = m_after.decide(request, {}, randomBits);
  std::string from = versionOf(m_before, before);
  std::string to = versionOf(m_after, after);
  if (from == to) return;
  ++m_changed;
  if (user) m_changedUsers.insert(*user);
  Group& group = m_groups[{std::move(from), std::move(to), std::string(m_after.ruleName(after.rule)),
                           std::string(m_before.ruleName(before.rule))}];
  ++group.requests;
  if (user) group.users.insert(*user);
  if (group.examples.size() < kExamples)
    group.examples.push_back(std::string(request.method) + ' ' + std::string(request.target) +
                             (user ? " user=" + *user : std::string()));
}

ComparisonReport Comparison::report() const {
  ComparisonReport report{m_requests, m_changed, m_users.size(), m_changedUsers.size(), {}};
  for (const auto& [key, group] : m_groups) {
    const auto& [from, to, rule, oldRule] = key;
    report.changes.push_back({from, to, rule, oldRule, group.requests, group.users.size(), group.examples});
  }
  std::stable_sort(report.changes.begin(), report.changes.end(),
                   [](const VersionChange& a, const VersionChange& b) { return a.requests > b.requests; });
  return report;
}

}  // namespace halftone::policy
