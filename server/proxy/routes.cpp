// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/routes.h"

#include <algorithm>

#include "server/proxy/filters/jwtcheck.h"
#include "server/proxy/filters/origins.h"

namespace halftone::proxy {

namespace {

std::shared_ptr<Upstream> findOrAdd(const std::shared_ptr<const Endpoint>& endpoint, UpstreamMap& upstreams,
                                    Counters& counters) {
  std::shared_ptr<Upstream>& upstream = upstreams[{endpoint->id, endpoint->address}];
  if (upstream) {
    upstream->update(endpoint);
  } else {
    upstream = std::make_shared<Upstream>(endpoint, counters.instance(endpoint->id, endpoint->address),
                                          std::chrono::steady_clock::now());
  }
  return upstream;
}

RouteTimeouts timeoutsOf(const policy::Traffic& traffic, const Timeouts& own) {
  const policy::TimeoutSettings set = traffic.timeouts.value_or(policy::TimeoutSettings{});
  return {set.connect.value_or(own.connect), set.head.value_or(own.response), set.idle.value_or(own.body),
          set.total.value_or(policy::Duration{0})};
}

BalanceRules rulesOf(policy::Balance balance, const policy::Traffic& traffic, const Settings& settings) {
  BalanceRules rules;
  rules.balance = balance;
  rules.failures = traffic.failures.value_or(policy::FailureSettings{1, settings.timeouts.instanceFailed});
  rules.slowStart = traffic.slowStart.value_or(policy::Duration{0});
  rules.regionFirst = traffic.regionFirst;
  rules.region = settings.region;
  return rules;
}

}  // namespace

Routes::Routes(std::shared_ptr<const RoutingSnapshot> snapshot, WorkerMemory& memory, Counters& counters,
               const Settings& settings)
    : m_snapshot(std::move(snapshot)), m_counters(counters) {
  const policy::RouteTable* const table = m_snapshot->table.get();
  if (table == nullptr) return;
  const std::size_t count = table->policy().versions.size();
  m_versions.reserve(count);
  for (std::size_t i = 0; i < count; ++i) addVersion(i, memory, settings);
  addFilters(memory, settings);
  m_decisions.resize((table->policy().rules.size() + 1) * count);
}

// In this order: a preflight carries no token, and a token may tell the user whose requests are counted.
void Routes::addFilters(WorkerMemory& memory, const Settings& settings) {
  const policy::Traffic& traffic = table()->policy().traffic;
  if (traffic.origins) m_filters.push_back(std::make_shared<filters::Origins>(*traffic.origins));
  if (traffic.jwt) m_filters.push_back(std::make_shared<filters::JwtCheck>(*traffic.jwt, settings.jwtKeys));
  if (!traffic.rateLimit) {
    memory.rateLimit.reset();
    return;
  }
  // The buckets outlive a publish that leaves the limit as it is.
  if (!memory.rateLimit || memory.rateLimit->settings() != *traffic.rateLimit)
    memory.rateLimit = std::make_shared<filters::RateLimit>(*traffic.rateLimit);
  m_filters.push_back(memory.rateLimit);
}

void Routes::addVersion(std::size_t number, WorkerMemory& memory, const Settings& settings) {
  const auto& [name, version] = m_snapshot->table->policy().versions[number];
  const policy::Traffic& traffic = m_snapshot->traffic[number];
  std::vector<std::shared_ptr<Upstream>> upstreams;
  for (const auto& endpoint : m_snapshot->endpoints[number])
    upstreams.push_back(findOrAdd(endpoint, memory.upstreams, m_counters));
  std::shared_ptr<VersionState>& state = memory.versions[name];
  if (!state) state = std::make_shared<VersionState>();
  std::optional<OutlierDetector> outliers;
  if (traffic.outliers) outliers.emplace(*traffic.outliers, upstreams, state->nextSweep);
  m_versions.push_back(
      {name, m_counters.version(name),
       Balancer(rulesOf(version.balance, traffic, settings), std::move(upstreams), m_snapshot->rings[number]),
       traffic, timeoutsOf(traffic, settings.timeouts), state, std::move(outliers)});
}

VersionRoute* Routes::find(std::string_view name) {
  const auto found = std::find_if(m_versions.begin(), m_versions.end(),
                                  [&](const VersionRoute& version) { return version.name == name; });
  return found == m_versions.end() ? nullptr : &*found;
}

DecisionCounters& Routes::decisions(int rule, int version) {
  static_assert(policy::Decision::kDefaultRule == -1);
  const auto row = static_cast<std::size_t>(rule + 1);
  std::shared_ptr<DecisionCounters>& cell =
      m_decisions[row * m_versions.size() + static_cast<std::size_t>(version)];
  if (cell == nullptr) cell = m_counters.decision(table()->ruleName(rule), table()->versionName(version));
  return *cell;
}

}  // namespace halftone::proxy
