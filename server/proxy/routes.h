// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/proxy/balancer.h"
#include "server/proxy/counters.h"
#include "server/proxy/snapshot.h"
#include "server/proxy/upstream.h"

namespace halftone::proxy {

struct VersionRoute {
  std::string name;
  VersionCounters& counters;
  Balancer balancer;
};

// The instances one worker knows, by id and address.
using UpstreamMap = std::map<std::pair<std::string, std::string>, std::shared_ptr<Upstream>>;

// A snapshot as one worker uses it: with that worker's instances, counters and balancers. An exchange holds
// the one it began with. Worker's thread.
class Routes {
 public:
  // Takes the instances of the snapshot from `upstreams`, where new ones are added.
  Routes(std::shared_ptr<const RoutingSnapshot> snapshot, UpstreamMap& upstreams, Counters& counters);

  [[nodiscard]] const policy::RouteTable* table() const { return m_snapshot->table.get(); }
  [[nodiscard]] policy::Availability available() const { return m_snapshot->available; }
  [[nodiscard]] VersionRoute& version(int number) { return m_versions[static_cast<std::size_t>(number)]; }
  // The version of that name; null if there is none.
  [[nodiscard]] VersionRoute* find(std::string_view name);
  // Where requests are counted that this rule sent to this version.
  [[nodiscard]] Cell& decisions(int rule, int version);

 private:
  std::shared_ptr<const RoutingSnapshot> m_snapshot;
  Counters& m_counters;
  std::vector<VersionRoute> m_versions;
  std::vector<Cell*> m_decisions;  // by rule (the default first) and version; null until it happens
};

}  // namespace halftone::proxy
