// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/trafficseries.h"

#include <algorithm>
#include <array>
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

// Forgets the oldest, so that there is room for `count` more.
void makeRoom(std::vector<double>& values, std::size_t count) {
  const std::size_t kept = std::min(values.size(), TrafficSeries::kSeconds - count);
  values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(kept));
}

std::array<std::vector<double>*, 6> linesOf(VersionSeries& series) {
  return {&series.requests, &series.errors, &series.p50, &series.p95, &series.p99, &series.tunnels};
}

double milliseconds(const telemetry::Histogram& latency, double share) {
  return std::chrono::duration<double, std::milli>(latency.quantile(share)).count();
}

}  // namespace

void TrafficSeries::addTraffic(const telemetry::TrafficFrame& before, const telemetry::TrafficFrame& after) {
  if (m_heard.size() >= kMaxProxies && !m_heard.contains(after.node)) return;
  ProxySecond& heard = m_heard[after.node];
  heard.coveredMs += after.timeMs - before.timeMs;
  for (const telemetry::VersionTraffic& now : after.versions) {
    const QString version = QString::fromStdString(now.version);
    const auto old =
        std::find_if(before.versions.begin(), before.versions.end(),
                     [&now](const telemetry::VersionTraffic& then) { return then.version == now.version; });
    const bool known = old != before.versions.end();
    const std::uint64_t requests = grown(known ? old->requests : 0, now.requests);
    const std::uint64_t errors = grown(known ? old->errors : 0, now.errors);
    if (!makeRoomFor(version, requests > 0 || errors > 0)) continue;
    ProxySecond::Counts& counts = heard.versions[version];
    counts.requests += requests;
    counts.errors += errors;
    SecondBin& bin = m_bins[version];
    bin.requests += requests;
    bin.errors += errors;
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
double TrafficSeries::ProxySecond::seconds() const {
  const double seconds = static_cast<double>(coveredMs) / 1000;
  return seconds >= kShortest && seconds <= kLongest ? seconds : 1;
}

std::map<QString, TrafficSeries::Rates> TrafficSeries::ratesNow() const {
  std::map<QString, Rates> rates;
  for (const auto& [node, proxy] : m_heard) {
    for (const auto& [version, counts] : proxy.versions) {
      Rates& rate = rates[version];
      rate.requests += static_cast<double>(counts.requests) / proxy.seconds();
      rate.errors += static_cast<double>(counts.errors) / proxy.seconds();
    }
  }
  return rates;
}

double TrafficSeries::meanSeconds() const {
  double all = 0;
  for (const auto& [node, proxy] : m_heard) all += proxy.seconds();
  return m_heard.empty() ? 1 : all / static_cast<double>(m_heard.size());
}

// Releases bring version after version: one of which nothing is kept makes room for one that tells something.
bool TrafficSeries::makeRoomFor(const QString& version, bool tells) {
  if (m_bins.contains(version)) return true;
  if (m_bins.size() >= kMaxVersions && tells) forgetIdleVersions();
  return m_bins.size() < kMaxVersions;
}

void TrafficSeries::forgetIdleVersions() {
  std::erase_if(m_bins, [this](const auto& entry) {
    const auto& [version, bin] = entry;
    const auto idle = m_idle.find(version);
    const bool isKept = idle != m_idle.end() && idle->second < kSeconds;
    if (isKept || bin.requests > 0 || bin.errors > 0) return false;
    m_versions.erase(version);
    m_recent.erase(version);
    m_idle.erase(version);
    return true;
  });
}

void TrafficSeries::closeSecond(double time, bool live, const std::map<QString, double>& tunnels) {
  for (const auto& [version, count] : tunnels) {
    if (makeRoomFor(version, count > 0)) m_bins.try_emplace(version);
  }
  for (const auto& [version, bin] : m_bins) seriesOf(version);
  std::map<QString, Rates> rates = ratesNow();
  append(m_times, time);
  for (auto& [version, series] : m_versions) {
    const Rates rate = rates[version];
    append(series.requests, live ? rate.requests : kUnknown);
    append(series.errors, live ? rate.errors : kUnknown);
    const auto found = tunnels.find(version);
    const double open = found == tunnels.end() ? 0 : found->second;
    append(series.tunnels, live ? open : kUnknown);
    appendQuantiles(version, series);
    std::int64_t& idle = m_idle[version];
    idle = live && (rate.requests > 0 || rate.errors > 0 || open > 0) ? 0 : idle + 1;
  }
  m_last = m_bins;
  m_lastSeconds = live ? meanSeconds() : 0;
  m_heard.clear();
  for (auto& [version, bin] : m_bins) bin = SecondBin{};
  closeDecisions();
}

void TrafficSeries::skipSeconds(double time, std::int64_t count) {
  // Quantiles look back, and know something for a while.
  const std::int64_t closed = std::min<std::int64_t>(count, kQuantileSeconds);
  for (std::int64_t i = 0; i < closed; ++i) closeSecond(time + static_cast<double>(i), false, {});
  const std::int64_t kept = std::min<std::int64_t>(count - closed, kSeconds);
  if (kept <= 0) return;
  const auto size = static_cast<std::size_t>(kept);
  makeRoom(m_times, size);
  for (std::int64_t i = count - kept; i < count; ++i) m_times.push_back(time + static_cast<double>(i));
  for (auto& [version, series] : m_versions) {
    for (std::vector<double>* values : linesOf(series)) {
      makeRoom(*values, size);
      values->resize(m_times.size(), kUnknown);
    }
    m_idle[version] += kept;
  }
  for (std::int64_t i = 0; i < std::min<std::int64_t>(kept, kDecisionSeconds); ++i) closeDecisions();
}

void TrafficSeries::closeDecisions() {
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
    for (std::vector<double>* values : linesOf(series)) values->assign(m_times.size(), kUnknown);
    m_idle[version] = kSeconds;  // nothing of it is kept yet
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
