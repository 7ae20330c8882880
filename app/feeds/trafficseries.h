// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "backend/telemetry/trafficframe.h"

namespace halftone::app {

// A version's traffic second by second. All vectors are as long as TrafficSeries::times(); NaN where nothing
// is known (not connected) or defined (a quantile of nothing).
struct VersionSeries {
  std::vector<double> requests;  // a second
  std::vector<double> errors;    // a second
  std::vector<double> p50;       // milliseconds, over the last kQuantileSeconds
  std::vector<double> p95;
  std::vector<double> p99;
  std::vector<double> tunnels;  // open WebSockets at the end of the second
};

// What a version did in the last whole second, as counts.
struct SecondBin {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  telemetry::Histogram latency;
};

// The traffic of one service, all its proxies together, as bins of a second for the last hour. A value
// without clock or socket: it is told what came and when a second is over.
class TrafficSeries {
 public:
  static constexpr int kSeconds = 3600;
  static constexpr int kQuantileSeconds = 10;
  static constexpr int kDecisionSeconds = 60;

  // Adds what happened between two frames of one proxy, of one epoch.
  void addTraffic(const telemetry::TrafficFrame& before, const telemetry::TrafficFrame& after);
  // Adds what its rules decided between the two frames; both must obey the same policy.
  void addDecisions(const telemetry::TrafficFrame& before, const telemetry::TrafficFrame& after);
  // Ends the running second at `time` (seconds since 1970). `live`: a stream was open; else it is unknown.
  // `tunnels`: open WebSockets by version now.
  void closeSecond(double time, bool live, const std::map<QString, double>& tunnels);
  // As closeSecond() for each of `count` seconds from `time` on in which nobody was heard, but at once.
  void skipSeconds(double time, std::int64_t count);
  // A new policy decides: what was decided before says nothing of it.
  void forgetDecisions();

  [[nodiscard]] const std::vector<double>& times() const { return m_times; }
  [[nodiscard]] const std::map<QString, VersionSeries>& versions() const { return m_versions; }
  // The second that was closed last: its counts by version, and over how many seconds they were taken, the
  // mean of the proxies (0: no stream was open, they are unknown).
  [[nodiscard]] const std::map<QString, SecondBin>& lastSecond() const { return m_last; }
  [[nodiscard]] double lastSeconds() const { return m_lastSeconds; }
  // Requests that `rule` ("default" for the default) sent to each version in the last kDecisionSeconds, the
  // running second included, but not before the last forgetDecisions().
  [[nodiscard]] std::map<QString, std::uint64_t> decisionsOf(const QString& rule) const;
  // Over how many whole seconds decisionsOf() counts by now.
  [[nodiscard]] int decisionSeconds() const { return static_cast<int>(m_decisions.size()); }
  // Open WebSockets of each version at the end of the last second in which they were known.
  [[nodiscard]] std::map<QString, double> openTunnels() const;

 private:
  using Decisions = std::map<std::pair<QString, QString>, std::uint64_t>;  // (rule, version)

  // What the frames of one proxy tell of the running second.
  struct ProxySecond {
    struct Counts {
      std::uint64_t requests = 0;
      std::uint64_t errors = 0;
    };
    std::int64_t coveredMs = 0;
    std::map<QString, Counts> versions;

    [[nodiscard]] double seconds() const;
  };
  struct Rates {
    double requests = 0;
    double errors = 0;
  };

  [[nodiscard]] bool makeRoomFor(const QString& version, bool tells);
  void forgetIdleVersions();
  [[nodiscard]] std::map<QString, Rates> ratesNow() const;
  [[nodiscard]] double meanSeconds() const;
  VersionSeries& seriesOf(const QString& version);
  void appendQuantiles(const QString& version, VersionSeries& series);
  void closeDecisions();

  std::vector<double> m_times;
  std::map<QString, VersionSeries> m_versions;
  std::map<QString, SecondBin> m_bins;  // the running second; all versions that are known
  std::map<QString, SecondBin> m_last;
  double m_lastSeconds = 0;
  std::map<std::string, ProxySecond> m_heard;  // the running second, by proxy
  std::map<QString, std::int64_t> m_idle;      // seconds since a version last told of anything
  std::map<QString, std::deque<telemetry::Histogram>> m_recent;
  Decisions m_decisionsNow;
  std::deque<Decisions> m_decisions;
};

}  // namespace halftone::app
