// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/proxy/balancer.h"
#include "server/proxy/counters.h"
#include "server/proxy/filters/filter.h"
#include "server/proxy/filters/ratelimit.h"
#include "server/proxy/outliers.h"
#include "server/proxy/settings.h"
#include "server/proxy/snapshot.h"
#include "server/proxy/upstream.h"
#include "server/proxy/versionstate.h"

namespace halftone::proxy {

// How long an exchange of a version waits for what: the policy's word, else the proxy's.
struct RouteTimeouts {
  policy::Duration connect;
  policy::Duration head;
  policy::Duration idle;
  policy::Duration total;  // 0: no limit
};

struct VersionRoute {
  std::string name;
  VersionCounters& counters;
  Balancer balancer;
  const policy::Traffic& traffic;  // the snapshot's
  RouteTimeouts timeouts;
  std::shared_ptr<VersionState> state;
  std::optional<OutlierDetector> outliers;
};

// The instances one worker knows, by id and address.
using UpstreamMap = std::map<std::pair<std::string, std::string>, std::shared_ptr<Upstream>>;

// What one worker keeps from one snapshot to the next.
struct WorkerMemory {
  UpstreamMap upstreams;
  VersionStates versions;
  std::shared_ptr<filters::RateLimit> rateLimit;
};

// A snapshot as one worker uses it: with that worker's instances, counters and balancers. An exchange holds
// the one it began with. Worker's thread.
class Routes {
 public:
  // Takes instances and states of the snapshot's versions from `memory`, where new ones are added.
  Routes(std::shared_ptr<const RoutingSnapshot> snapshot, WorkerMemory& memory, Counters& counters,
         const Settings& settings);

  [[nodiscard]] const policy::RouteTable* table() const { return m_snapshot->table.get(); }
  [[nodiscard]] policy::Availability available() const { return m_snapshot->available; }
  // What requests pass before the decision; empty where the service wants none of it.
  [[nodiscard]] const filters::Chain& filters() const { return m_filters; }
  [[nodiscard]] VersionRoute& version(int number) { return m_versions[static_cast<std::size_t>(number)]; }
  // The version of that name; null if there is none.
  [[nodiscard]] VersionRoute* find(std::string_view name);
  // Where requests are counted that this rule sent to this version.
  [[nodiscard]] DecisionCounters& decisions(int rule, int version);

 private:
  void addFilters(WorkerMemory& memory, const Settings& settings);
  void addVersion(std::size_t number, WorkerMemory& memory, const Settings& settings);

  std::shared_ptr<const RoutingSnapshot> m_snapshot;
  Counters& m_counters;
  std::vector<VersionRoute> m_versions;
  filters::Chain m_filters;
  // By rule (the default first) and version; null until it happens.
  std::vector<std::shared_ptr<DecisionCounters>> m_decisions;
};

}  // namespace halftone::proxy
