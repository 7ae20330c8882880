// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/trafficseries.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace halftone::app {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
// Also versions and rules come from outside: an hour of a version is about 170 KB.
constexpr std::size_t kMaxVersions = 64;
constexpr std::size_t kMaxDecisions = 4096;
constexpr std::size_t kMaxProxies = 1000;
// Seconds that the frames of one bin may cover; outside, a clock was set.
constexpr double kShortest = 0.05;
constexpr double kLongest = 60;

// Counters of one epoch never fall; one that does is not believed.
std::uint64_t grown(std::uint64_t before, std::uint64_t after) {
  return after > before ? after - before : 0;
}

void append(std::vector<double>& values, double value) {
  if (values.size() >= TrafficSeries::kSeconds) values.erase(values.begin());
  values.push_back(value);
}

double milliseconds(const telemetry::Histogram& latency, double share) {
  return std::chrono::duration<double, std::milli>(latency.quantile(share)).count();
}

}  // namespace

void TrafficSeries::addTraffic(const telemetry::TrafficFrame& before, const telemetry::TrafficFrame& after) {
  if (m_coveredMs.size() < kMaxProxies || m_coveredMs.contains(after.node)) {
    m_coveredMs[after.node] += after.timeMs - before.timeMs;
  }
  for (const telemetry::VersionTraffic& now : after.versions) {
    const QString version = QString::fromStdString(now.version);
    if (m_bins.size() >= kMaxVersions && !m_bins.contains(version)) continue;
    const auto old =
        std::find_if(before.versions.begin(), before.versions.end(),
                     [&now](const telemetry::VersionTraffic& then) { return then.version == now.version; });
    const bool known = old != before.versions.end();
    SecondBin& bin = m_bins[version];
    bin.requests += grown(known ? old->requests : 0, now.requests);
    bin.errors += grown(known ? old->errors : 0, now.errors);
    bin.latency.merge(known ? now.latency.since(old->latency) : now.latency);
  }
}

void TrafficSeries::addDecisions(const telemetry::TrafficFrame& before,
                                 const telemetry::TrafficFrame& after) {
  std::map<std::pair<std::string_view, std::string_view>, std::uint64_t> counts;
  for (const telemetry::DecisionCount& then : before.decisions)
    counts[{then.rule, then.version}] = then.count;
  for (const telemetry::DecisionCount& now : after.decisions) {
    const auto old = counts.find({now.rule, now.version});
    const std::uint64_t count = grown(old == counts.end() ? 0 : old->second, now.count);
    if (count == 0 || m_decisionsNow.size() >= kMaxDecisions) continue;
    m_decisionsNow[{QString::fromStdString(now.rule), QString::fromStdString(now.version)}] += count;
  }
}

// A busy machine hears some frames late: what they count is a rate only over the time that they themselves
// tell.
double TrafficSeries::coveredSeconds() {
  std::int64_t longest = 0;
  for (const auto& [node, milliseconds] : std::exchange(m_coveredMs, {}))
    longest = std::max(longest, milliseconds);
  const double seconds = static_cast<double>(longest) / 1000;
  return seconds >= kShortest && seconds <= kLongest ? seconds : 1;
}

void TrafficSeries::closeSecond(double time, bool live, const std::map<QString, double>& tunnels) {
  for (const auto& [version, bin] : m_bins) seriesOf(version);
  for (const auto& [version, count] : tunnels) {
    if (m_versions.size() < kMaxVersions) seriesOf(version);
  }
  const double seconds = coveredSeconds();
  append(m_times, time);
  for (auto& [version, series] : m_versions) {
    const SecondBin& bin = m_bins[version];
    append(series.requests, live ? static_cast<double>(bin.requests) / seconds : kUnknown);
    append(series.errors, live ? static_cast<double>(bin.errors) / seconds : kUnknown);
    const auto open = tunnels.find(version);
    append(series.tunnels, !live ? kUnknown : open == tunnels.end() ? 0 : open->second);
    appendQuantiles(version, series);
  }
  m_last = m_bins;
  m_lastSeconds = live ? seconds : 0;
  for (auto& [version, bin] : m_bins) bin = SecondBin{};
  m_decisions.push_back(std::exchange(m_decisionsNow, {}));
  if (m_decisions.size() >= kDecisionSeconds) m_decisions.pop_front();
}

void TrafficSeries::forgetDecisions() {
  m_decisions.clear();
  m_decisionsNow.clear();
}

std::map<QString, std::uint64_t> TrafficSeries::decisionsOf(const QString& rule) const {
  std::map<QString, std::uint64_t> counts;
  const auto addFrom = [&counts, &rule](const Decisions& decisions) {
    for (const auto& [key, count] : decisions) {
      if (key.first == rule) counts[key.second] += count;
    }
  };
  for (const Decisions& second : m_decisions) addFrom(second);
  addFrom(m_decisionsNow);
  return counts;
}

std::map<QString, double> TrafficSeries::openTunnels() const {
  std::map<QString, double> open;
  for (const auto& [version, series] : m_versions) {
    const auto known =
        std::find_if(series.tunnels.rbegin(), series.tunnels.rend(), [](double n) { return n >= 0; });
    if (known != series.tunnels.rend()) open[version] = *known;
  }
  return open;
}

VersionSeries& TrafficSeries::seriesOf(const QString& version) {
  const auto [found, isNew] = m_versions.try_emplace(version);
  if (isNew) {
    VersionSeries& series = found->second;
    for (auto* values :
         {&series.requests, &series.errors, &series.p50, &series.p95, &series.p99, &series.tunnels})
      values->assign(m_times.size(), kUnknown);
  }
  return found->second;
}

void TrafficSeries::appendQuantiles(const QString& version, VersionSeries& series) {
  std::deque<telemetry::Histogram>& recent = m_recent[version];
  recent.push_back(m_bins[version].latency);
  if (recent.size() > kQuantileSeconds) recent.pop_front();
  telemetry::Histogram latency;
  for (const telemetry::Histogram& second : recent) latency.merge(second);
  const bool any = latency.count() > 0;
  append(series.p50, any ? milliseconds(latency, 0.50) : kUnknown);
  append(series.p95, any ? milliseconds(latency, 0.95) : kUnknown);
  append(series.p99, any ? milliseconds(latency, 0.99) : kUnknown);
}

}  // namespace halftone::app
