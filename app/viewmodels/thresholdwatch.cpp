// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/thresholdwatch.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/feeds/clock.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/healthchart.h"
#include "app/viewmodels/navigator.h"

namespace halftone::app {

namespace {

double sumOfNow(const std::vector<double>& values) {
  double sum = 0;
  const std::size_t count = std::min(values.size(), ThresholdWatch::kSeconds);
  for (std::size_t i = values.size() - count; i < values.size(); ++i)
    sum += std::isfinite(values[i]) ? values[i] : 0;
  return sum;
}

double lastOf(const std::vector<double>& values) {
  return values.empty() ? qQNaN() : values.back();
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
    judge(service, version, "errors", 100 * sumOfNow(values.errors) / requests);
    judge(service, version, "latency", lastOf(values.p95));
  }
  judge(service, version, "sessions", lastOf(values.tunnels));
}

void ThresholdWatch::judge(const QString& service, const QString& version, const char* chart, double value) {
  if (!std::isfinite(value)) return;
  const QString name = QString::fromLatin1(chart);
  const double threshold = HealthChart::keptThreshold(service, name);
  Held& held = m_held[service + QLatin1Char('/') + version + QLatin1Char('/') + name];
  // Without a threshold nothing is beyond it.
  const Held::News news = held.step(std::isfinite(threshold) && value > threshold, nowSeconds());
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
