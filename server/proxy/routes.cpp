// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/routes.h"

#include <algorithm>

namespace halftone::proxy {

namespace {

std::shared_ptr<Upstream> findOrAdd(const std::shared_ptr<const Endpoint>& endpoint, UpstreamMap& upstreams,
                                    Counters& counters) {
  std::shared_ptr<Upstream>& upstream = upstreams[{endpoint->id, endpoint->address}];
  if (upstream) {
    upstream->update(endpoint);
  } else {
    upstream = std::make_shared<Upstream>(endpoint, counters.instance(endpoint->id, endpoint->address));
  }
  return upstream;
}

}  // namespace

Routes::Routes(std::shared_ptr<const RoutingSnapshot> snapshot, UpstreamMap& upstreams, Counters& counters)
    : m_snapshot(std::move(snapshot)), m_counters(counters) {
  const policy::RouteTable* const table = m_snapshot->table.get();
  if (table == nullptr) return;
  const auto& versions = table->policy().versions;
  m_versions.reserve(versions.size());
  for (std::size_t i = 0; i < versions.size(); ++i) {
    std::vector<std::shared_ptr<Upstream>> ofVersion;
    for (const auto& endpoint : m_snapshot->endpoints[i]) {
      ofVersion.push_back(findOrAdd(endpoint, upstreams, counters));
    }
    m_versions.push_back({versions[i].first, counters.version(versions[i].first),
                          Balancer(versions[i].second.balance, std::move(ofVersion))});
  }
  m_decisions.resize((table->policy().rules.size() + 1) * versions.size());
}

VersionRoute* Routes::find(std::string_view name) {
  const auto found = std::find_if(m_versions.begin(), m_versions.end(),
                                  [&](const VersionRoute& version) { return version.name == name; });
  return found == m_versions.end() ? nullptr : &*found;
}

Cell& Routes::decisions(int rule, int version) {
  static_assert(policy::Decision::kDefaultRule == -1);
  const auto row = static_cast<std::size_t>(rule + 1);
  Cell*& cell = m_decisions[row * m_versions.size() + static_cast<std::size_t>(version)];
  if (cell == nullptr) cell = &m_counters.decision(table()->ruleName(rule), table()->versionName(version));
  return *cell;
}

}  // namespace halftone::proxy
