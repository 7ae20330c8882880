// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/telemetry/trafficframe.h"

namespace halftone::telemetry {

// A proxy's counters in Prometheus' text format 0.0.4
// (prometheus.io/docs/instrumenting/exposition_formats): halftone_proxy_requests_total{service,version} and
// so on. Histogram bounds are powers of two of microseconds, 0.000256 to 67.108864 s: those are bounds of the
// frame's histogram too, so the counts are exact. The histogram's sum is an estimate from the buckets'
// middles, at most 3.2 % off.
[[nodiscard]] std::string writePrometheus(const TrafficFrame& frame);

inline constexpr const char* kPrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace halftone::telemetry
