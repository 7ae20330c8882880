// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/comparison.h"

#include <algorithm>
#include <initializer_list>

namespace halftone::app {

namespace {

Verdict judge(const telemetry::Difference& difference, double widest) {
  if (difference.low > 0) return Verdict::Worse;
  if (difference.high < 0) return Verdict::Better;
  const bool wide = std::max(difference.high, -difference.low) > widest;
  return wide ? Verdict::NotEnoughData : Verdict::Same;
}

Comparison::Finding compareShares(Measure measure, telemetry::Share before, telemetry::Share after,
                                  std::uint64_t fewest) {
  Comparison::Finding found;
  found.measure = measure;
  if (std::min(before.trials, after.trials) < fewest) return found;
  found.known = true;
  found.difference = telemetry::newcombe95(before, after);
  found.verdict = judge(found.difference, Comparison::kWidestShare);
  return found;
}

Comparison::Finding compareQuantiles(Measure measure, double share, const HistoryBin& baseline,
                                     const HistoryBin& candidate) {
  Comparison::Finding found;
  found.measure = measure;
  if (std::min(baseline.requests, candidate.requests) < Comparison::kFewest) return found;
  const auto before = telemetry::quantile95(baseline.latency, share);
  const auto after = telemetry::quantile95(candidate.latency, share);
  found.known = before.known && after.known;
  if (!found.known) return found;
  found.difference = telemetry::difference(before, after);
  found.verdict =
      judge(found.difference, std::max(Comparison::kSmallMs, Comparison::kWidestLatency * before.value));
  return found;
}

Verdict worst(std::initializer_list<Verdict> all) {
  for (const Verdict verdict : {Verdict::Worse, Verdict::NotEnoughData, Verdict::Better}) {
    if (std::find(all.begin(), all.end(), verdict) != all.end()) return verdict;
  }
  return Verdict::Same;
}

}  // namespace

Comparison compareVersions(const HistoryBin& baseline, const HistoryBin& candidate) {
  Comparison found;
  found.findings = {
      compareShares(Measure::Errors, {baseline.errors, baseline.requests},
                    {candidate.errors, candidate.requests}, Comparison::kFewest),
      compareQuantiles(Measure::P50, 0.5, baseline, candidate),
      compareQuantiles(Measure::P95, 0.95, baseline, candidate),
      compareQuantiles(Measure::P99, 0.99, baseline, candidate),
      compareShares(Measure::Refused, {baseline.refused, baseline.refused + baseline.resumed},
                    {candidate.refused, candidate.refused + candidate.resumed}, Comparison::kFewestResumes)};
  const Verdict resumes = found.of(Measure::Refused).verdict;
  found.overall = worst({found.of(Measure::Errors).verdict, found.of(Measure::P95).verdict,
                         resumes == Verdict::NotEnoughData ? Verdict::Same : resumes});
  return found;
}

}  // namespace halftone::app
