// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/thresholdwatch.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/feeds/clock.h"
#include "app/feeds/trafficfeed.h"
#include "app/history/healthhistory.h"
#include "app/viewmodels/healthchart.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/servicejudgement.h"
#include "app/viewmodels/session.h"

namespace halftone::app {

namespace {

constexpr char kResumed[] = "resumed";

double sumOfNow(const std::vector<double>& values) {
  double sum = 0;
  const std::size_t count = std::min(values.size(), ThresholdWatch::kSeconds);
  for (std::size_t i = values.size() - count; i < values.size(); ++i)
    sum += std::isfinite(values[i]) ? values[i] : 0;
  return sum;
}

}  // namespace

Held::News Held::step(bool isBeyond, double now) {
  if (isBeyond == m_told) {
    m_turning = false;
    return News::None;
  }
  if (!m_turning) {
    m_turning = true;
    m_since = now;
  }
  if (now - m_since < kHoldSeconds) return News::None;
  m_turning = false;
  m_told = isBeyond;
  return isBeyond ? News::Beyond : News::Back;
}

ThresholdWatch::ThresholdWatch(const Feeds& feeds, Notices* notices, QObject* parent)
    : QObject(parent), m_feeds(feeds), m_notices(notices) {
  connect(feeds.traffic, &TrafficFeed::ticked, this, &ThresholdWatch::look);
  if (feeds.history == nullptr) return;
  connect(feeds.history, &HealthHistory::added, this, [this](const std::vector<HistorySecond>& seconds) {
    for (const HistorySecond& second : seconds) countResumes(second);
  });
}

void ThresholdWatch::look() {
  for (const QString& service : m_feeds.traffic->services()) {
    const TrafficSeries* series = m_feeds.traffic->series(service);
    if (series == nullptr) continue;
    for (const auto& [version, values] : series->versions()) lookAt(service, version, values);
  }
}

void ThresholdWatch::lookAt(const QString& service, const QString& version, const VersionSeries& values) {
  const double requests = sumOfNow(values.requests);
  if (requests >= kLeastRequests) {
    judge(service, version, "errors", 100 * sumOfNow(values.errors) / requests, nowSeconds());
    judge(service, version, "latency", lastOf(values.p95), nowSeconds());
  }
  judge(service, version, "sessions", lastOf(values.tunnels), nowSeconds());
}

void ThresholdWatch::countResumes(const HistorySecond& second) {
  std::deque<Resumes>& kept = m_resumes[second.service + QLatin1Char('/') + second.version];
  if (second.bin.resumed + second.bin.refused > 0)
    kept.push_back({second.time, second.bin.resumed, second.bin.refused});
  while (!kept.empty() && kept.front().time <= second.time - kResumeSeconds) kept.pop_front();
  std::uint64_t resumed = 0;
  std::uint64_t all = 0;
  for (const Resumes& one : kept) {
    resumed += one.resumed;
    all += one.resumed + one.refused;
  }
  if (all >= kLeastResumes)
    judge(second.service, second.version, kResumed,
          100.0 * static_cast<double>(resumed) / static_cast<double>(all), static_cast<double>(second.time));
}

void ThresholdWatch::judge(const QString& service, const QString& version, const char* chart, double value,
                           double now) {
  if (!std::isfinite(value)) return;
  const QString name = QString::fromLatin1(chart);
  const double threshold = HealthChart::keptThreshold(m_feeds.session->cluster(), service, name);
  Held& held = m_held[service + QLatin1Char('/') + version + QLatin1Char('/') + name];
  const bool isBeyond = chart == kResumed ? value < threshold : value > threshold;
  // Without a threshold nothing is beyond it.
  const Held::News news = held.step(std::isfinite(threshold) && isBeyond, now);
  if (news != Held::News::None) tell(service, version, name, value, threshold, news == Held::News::Beyond);
}

void ThresholdWatch::tell(const QString& service, const QString& version, const QString& chart, double value,
                          double threshold, bool isBeyond) {
  const QString now = QString::number(value, 'f', value < 10 ? 1 : 0);
  const QString limit = QString::number(threshold, 'g', 8);
  DeepLink link;
  link.page = QStringLiteral("health");
  link.service = service;
  const auto title = [service, version, chart, now, isBeyond] {
    const QString who = service + QLatin1Char(' ') + version;
    if (chart == QLatin1String("errors"))
      return isBeyond ? tr("%1 fails %2 % of its requests").arg(who, now)
                      : tr("%1 is below its threshold of errors again").arg(who);
    if (chart == QLatin1String("latency"))
      return isBeyond ? tr("%1 answers slowly: p95 %2 ms").arg(who, now)
                      : tr("%1 is below its threshold of latency again").arg(who);
    if (chart == QLatin1String(kResumed))
      return isBeyond ? tr("%1 resumes only %2 % of its sessions without loss").arg(who, now)
                      : tr("%1 is above its threshold of resumes again").arg(who);
    return isBeyond ? tr("%1 holds %2 sessions").arg(who, now)
                    : tr("%1 is below its threshold of sessions again").arg(who);
  };
  const auto text = [limit, isFinite = std::isfinite(threshold)] {
    return isFinite ? tr("threshold %1, for %2 s").arg(limit).arg(Held::kHoldSeconds) : QString();
  };
  m_notices->tell(
      {isBeyond ? QStringLiteral("bad") : QStringLiteral("ok"),
       (isBeyond ? QStringLiteral("above ") : QStringLiteral("below ")) + service + version + chart, title,
       text, toText(link)});
}

}  // namespace halftone::app
