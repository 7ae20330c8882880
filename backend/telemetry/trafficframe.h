// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "backend/telemetry/histogram.h"

namespace halftone::telemetry {

// One frame of a proxy's stream (resources/docs/streams.md), as values. Counters are cumulative.
struct VersionTraffic {
  std::string version;
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  std::array<std::uint64_t, 5> status{};  // 1xx .. 5xx
  std::uint64_t inFlight = 0;
  std::uint64_t tunnels = 0;
  Histogram latency;
  friend bool operator==(const VersionTraffic&, const VersionTraffic&) = default;
};

struct InstanceTraffic {
  std::string id;
  std::string version;
  std::string address;
  std::string state;
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  std::uint64_t inFlight = 0;
  std::uint64_t tunnels = 0;
  friend bool operator==(const InstanceTraffic&, const InstanceTraffic&) = default;
};

struct DecisionCount {
  std::string rule;
  std::string version;
  std::uint64_t count = 0;
  friend bool operator==(const DecisionCount&, const DecisionCount&) = default;
};

struct PolicyState {
  std::uint64_t index = 0;
  std::uint64_t revision = 0;
  std::string state;  // ok, absent, refused, stale
  std::string error;
  friend bool operator==(const PolicyState&, const PolicyState&) = default;
};

struct TrafficFrame {
  std::string node;
  std::string service;
  std::string epoch;
  std::int64_t timeMs = 0;
  PolicyState policy;
  std::vector<VersionTraffic> versions;
  std::vector<DecisionCount> decisions;
  std::vector<InstanceTraffic> instances;
  std::uint64_t unrouted = 0;
  friend bool operator==(const TrafficFrame&, const TrafficFrame&) = default;
};

[[nodiscard]] std::string writeTrafficFrame(const TrafficFrame& frame);
// Protocol error for anything else; sizes are limited (1,000 versions, 10,000 instances and decisions).
[[nodiscard]] Result<TrafficFrame> readTrafficFrame(std::string_view json);

}  // namespace halftone::telemetry
