// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "backend/telemetry/trafficframe.h"
#include "server/proxy/counters.h"
#include "server/proxy/routing.h"
#include "server/proxy/settings.h"

namespace halftone::proxy {

// The frame of resources/docs/streams.md: all versions, rules and instances of the routing, with what the
// workers counted; those that have left it only as long as something of theirs is under way.
[[nodiscard]] telemetry::TrafficFrame makeFrame(const Settings& settings, const std::string& epoch,
                                                std::int64_t timeMs, const Routing& routing,
                                                const Totals& totals);

// The rules that a table decides by, the default among them, as counters name them.
[[nodiscard]] std::set<std::string> ruleNames(const policy::RouteTable& table);

// The part of /metrics that no frame carries: latencies of instances and rules, what filters answered, and
// what was dropped.
struct Drops {
  std::uint64_t records = 0;
  std::uint64_t spans = 0;
};
[[nodiscard]] std::string writeMoreMetrics(const std::string& service, const DetailTotals& details,
                                           const Drops& drops);

}  // namespace halftone::proxy
