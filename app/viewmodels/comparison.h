// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/history/historybin.h"
#include "backend/telemetry/difference.h"

namespace halftone::app {

// What can be said of a candidate beside the baseline at 95 % confidence.
enum class Verdict {
  NotEnoughData,  // too few requests, or an interval too wide to mean anything
  Better,
  Same,  // no difference seen
  Worse,
};

struct Comparison {
  // Fewer requests than these of either version say nothing.
  static constexpr std::uint64_t kFewest = 100;
  // An interval about zero that is wider to one side than this tells no more than that little is known:
  // shares of errors, and of the baseline's p95.
  static constexpr double kWidestErrors = 0.05;
  static constexpr double kWidestLatency = 0.5;
  static constexpr double kSmallMs = 1;  // differences of latency that nobody minds

  Verdict errors = Verdict::NotEnoughData;
  Verdict latency = Verdict::NotEnoughData;
  Verdict overall = Verdict::NotEnoughData;  // worse if either is, else not enough if either is
  telemetry::Difference errorDifference;     // shares, candidate less baseline
  telemetry::Difference latencyDifference;   // of the p95, milliseconds
  bool hasErrors = false;                    // the differences are known
  bool hasLatency = false;
};

[[nodiscard]] Comparison compareVersions(const HistoryBin& baseline, const HistoryBin& candidate);

}  // namespace halftone::app
