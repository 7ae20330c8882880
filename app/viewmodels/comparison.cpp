// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/comparison.h"

#include <algorithm>

namespace halftone::app {

namespace {

Verdict judge(const telemetry::Difference& difference, double widest) {
  if (difference.low > 0) return Verdict::Worse;
  if (difference.high < 0) return Verdict::Better;
  const bool wide = std::max(difference.high, -difference.low) > widest;
  return wide ? Verdict::NotEnoughData : Verdict::Same;
}

Verdict worst(Verdict a, Verdict b) {
  for (const Verdict verdict : {Verdict::Worse, Verdict::NotEnoughData, Verdict::Better}) {
    if (a == verdict || b == verdict) return verdict;
  }
  return Verdict::Same;
}

}  // namespace

Comparison compareVersions(const HistoryBin& baseline, const HistoryBin& candidate) {
  Comparison found;
  if (std::min(baseline.requests, candidate.requests) < Comparison::kFewest) return found;
  found.hasErrors = true;
  found.errorDifference =
      telemetry::newcombe95({baseline.errors, baseline.requests}, {candidate.errors, candidate.requests});
  found.errors = judge(found.errorDifference, Comparison::kWidestErrors);
  const auto before = telemetry::quantile95(baseline.latency, 0.95);
  const auto after = telemetry::quantile95(candidate.latency, 0.95);
  found.hasLatency = before.known && after.known;
  if (found.hasLatency) {
    found.latencyDifference = telemetry::difference(before, after);
    found.latency = judge(found.latencyDifference,
                          std::max(Comparison::kSmallMs, Comparison::kWidestLatency * before.value));
  }
  found.overall = worst(found.errors, found.latency);
  return found;
}

}  // namespace halftone::app
