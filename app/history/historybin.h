// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <map>
#include <vector>

#include "backend/base/result.h"
#include "backend/telemetry/histogram.h"

namespace halftone::app {

// What one version did in one stretch of time. Counts and histograms add up, so that a longer bin is exact
// and its quantiles are those of all its requests, never means of quantiles. A value.
struct HistoryBin {
  double seconds = 0;  // of it that were heard
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  double sessionSeconds = 0;  // open sessions times how long: divided by `seconds` the mean
  std::uint64_t resumed = 0;  // sessions that came back without loss
  std::uint64_t refused = 0;  // and those that could not
  telemetry::Histogram latency;

  void merge(const HistoryBin& other);
  friend bool operator==(const HistoryBin&, const HistoryBin&) = default;
};

// How finely the past is kept: bins of `step` seconds for `kept` seconds.
struct HistoryTier {
  int step = 1;
  int kept = 1;
};
inline constexpr HistoryTier kHistoryTiers[] = {{1, 600}, {10, 7200}, {60, 86400}};

// The finest tier that still holds what was `ago` seconds ago and draws `span` seconds with at most a few
// thousand points.
[[nodiscard]] HistoryTier tierFor(double ago, double span);

// A histogram as bytes: pairs of (distance to the bucket before, count), each a base-128 number, low bits
// first.
[[nodiscard]] QByteArray packHistogram(const telemetry::Histogram& histogram);
// Protocol error for what packHistogram does not write.
[[nodiscard]] Result<telemetry::Histogram> unpackHistogram(const QByteArray& bytes);

// A moment worth a mark on the time axis.
struct HistoryMark {
  double time = 0;  // seconds since 1970
  QString kind;     // publish, fault, instance
  QString label;    // short: "r42"
  QString detail;   // a sentence of data, such as who published and why; may be empty
  friend bool operator==(const HistoryMark&, const HistoryMark&) = default;
};

// A version's lines over time; all as long as `times`, NaN leaves a gap.
struct HistoryLines {
  std::vector<double> times;     // seconds since 1970, the middle of each bin
  std::vector<double> requests;  // a second
  std::vector<double> errors;    // percent of requests
  std::vector<double> p50;       // milliseconds
  std::vector<double> p95;
  std::vector<double> p99;
  std::vector<double> sessions;
  std::vector<double> resumed;  // percent of those that tried
};

// Makes lines of bins that come in the order of time. Bins that are missing leave a gap. Quantiles of bins
// shorter than ten seconds are over the last ten, since few requests make them jump.
class HistoryLineBuilder {
 public:
  explicit HistoryLineBuilder(int step) : m_step(step) {}
  void add(std::int64_t start, const HistoryBin& bin);
  [[nodiscard]] HistoryLines take() { return std::move(m_lines); }

 private:
  void addGap(double time);

  int m_step;
  HistoryLines m_lines;
  std::vector<std::pair<std::int64_t, telemetry::Histogram>> m_recent;
  std::int64_t m_last = 0;
};

}  // namespace halftone::app
