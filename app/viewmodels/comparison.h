// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

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

// What is compared: shares of requests that failed and of resumes that were refused, and quantiles of
// latency.
enum class Measure { Errors, P50, P95, P99, Refused };

struct Comparison {
  // Fewer requests than these of either version say nothing.
  static constexpr std::uint64_t kFewest = 100;
  // Nor do fewer attempts to resume a session.
  static constexpr std::uint64_t kFewestResumes = 20;
  // An interval about zero that is wider to one side than this tells no more than that little is known:
  // shares of errors and of refused resumes, and of the baseline's quantile.
  static constexpr double kWidestShare = 0.05;
  static constexpr double kWidestLatency = 0.5;
  static constexpr double kSmallMs = 1;  // differences of latency that nobody minds

  struct Finding {
    Measure measure = Measure::Errors;
    Verdict verdict = Verdict::NotEnoughData;
    bool known = false;                // the difference is
    telemetry::Difference difference;  // candidate less baseline: a share, or milliseconds
  };
  std::array<Finding, 5> findings;  // one of each measure
  // By errors, p95 and, where sessions were resumed, refusals: worse if one is, else not enough if one of the
  // first two is. The other quantiles are shown and not judged, since of five tests at 95 % one fails by
  // chance too often.
  Verdict overall = Verdict::NotEnoughData;

  [[nodiscard]] const Finding& of(Measure measure) const {
    return findings[static_cast<std::size_t>(measure)];
  }
};

[[nodiscard]] Comparison compareVersions(const HistoryBin& baseline, const HistoryBin& candidate);

}  // namespace halftone::app
