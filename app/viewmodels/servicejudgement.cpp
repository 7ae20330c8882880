// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/servicejudgement.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/healthchart.h"

namespace halftone::app {

namespace {

constexpr std::size_t kNowSeconds = 10;
constexpr double kBadErrors = 0.05;
constexpr double kJudgedRequests = 20;  // fewer of a version say nothing of it

// What the strings are named for lupdate.
class ServiceJudgement {
  Q_DECLARE_TR_FUNCTIONS(ServiceJudgement)
};

void worsen(Judgement& judgement, Judgement other) {
  if (urgency(other.kind) < urgency(judgement.kind)) judgement = std::move(other);
}

Judgement ofErrors(const TrafficSeries& series, double threshold) {
  double requests = 0;
  double errors = 0;
  for (const auto& [version, values] : series.versions()) {
    requests += known(meanOfNow(values.requests));
    errors += known(meanOfNow(values.errors));
  }
  const QString kind = kindOfErrors(requests, errors, threshold);
  if (kind == QLatin1String("unknown")) return {kind, ServiceJudgement::tr("no traffic")};
  if (kind == QLatin1String("ok")) return {kind, {}};
  return {kind, ServiceJudgement::tr("%1 errors").arg(formatPercent(errors / requests, 1))};
}

Judgement ofVersions(const TrafficSeries& series, const Thresholds& thresholds) {
  Judgement worst{QStringLiteral("ok"), {}};
  for (const auto& [version, values] : series.versions()) {
    if (const double open = lastOf(values.tunnels); open > thresholds.sessions)
      worsen(worst,
             {QStringLiteral("warn"),
              ServiceJudgement::tr("%1: %2 sessions").arg(version, formatCount(static_cast<quint64>(open)))});
    const double rate = known(meanOfNow(values.requests));
    if (rate * kNowSeconds < kJudgedRequests) continue;
    const double share = known(meanOfNow(values.errors)) / rate;
    if (const double p95 = lastOf(values.p95); p95 > thresholds.latency)
      worsen(worst, {QStringLiteral("warn"),
                     ServiceJudgement::tr("%1: p95 %2").arg(version, formatMilliseconds(p95))});
    worsen(worst, {kindOfErrors(rate, share * rate, thresholds.errors),
                   ServiceJudgement::tr("%1: %2 errors").arg(version, formatPercent(share, 1))});
  }
  return worst;
}

Judgement ofGateways(const TrafficFeed& traffic, const QString& service) {
  int all = 0;
  int silent = 0;
  for (const ProxyInfo& proxy : traffic.proxies()) {
    if (proxy.service != service) continue;
    ++all;
    silent += proxy.live ? 0 : 1;
  }
  if (silent == 0) return {QStringLiteral("ok"), {}};
  if (silent == all)
    return {QStringLiteral("bad"), ServiceJudgement::tr("%n proxies do not answer", nullptr, all)};
  return {QStringLiteral("warn"),
          ServiceJudgement::tr("%1 of %2 proxies do not answer").arg(silent).arg(all)};
}

Judgement ofInstances(const TrafficFeed& traffic, const QString& service) {
  const auto instances = traffic.instances(service);
  const auto bad = std::count_if(instances.begin(), instances.end(), [](const auto& instance) {
    return kindOfInstance(instance) == QLatin1String("bad");
  });
  if (bad == 0) return {QStringLiteral("ok"), {}};
  return {QStringLiteral("warn"),
          ServiceJudgement::tr("%n instances out of service", nullptr, static_cast<int>(bad))};
}

}  // namespace

int urgency(const QString& kind) {
  return kind == QLatin1String("bad")       ? 0
         : kind == QLatin1String("warn")    ? 1
         : kind == QLatin1String("unknown") ? 2
                                            : 3;
}

double meanOfNow(const std::vector<double>& values) {
  double sum = 0;
  int counted = 0;
  for (std::size_t i = values.size() - std::min(values.size(), kNowSeconds); i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    sum += values[i];
    ++counted;
  }
  return counted == 0 ? qQNaN() : sum / counted;
}

double lastOf(const std::vector<double>& values) {
  return values.empty() ? qQNaN() : values.back();
}

double known(double value) {
  return std::isfinite(value) ? value : 0;
}

QString kindOfErrors(double requests, double errors, double threshold) {
  if (requests <= 0) return QStringLiteral("unknown");
  const double share = errors / requests;
  const double warn = std::isfinite(threshold) ? threshold / 100 : kBadErrors;
  if (share >= std::max(kBadErrors, warn)) return QStringLiteral("bad");
  return errors > 0 && share >= warn ? QStringLiteral("warn") : QStringLiteral("ok");
}

QString kindOfInstance(const telemetry::InstanceTraffic& instance) {
  if (instance.state == "passing") return QStringLiteral("ok");
  if (instance.state == "warning") return QStringLiteral("warn");
  if (instance.state == "maintenance") return QStringLiteral("pause");
  return instance.state == "gone" ? QStringLiteral("unknown") : QStringLiteral("bad");
}

Thresholds thresholdsOf(const QString& cluster, const QString& service) {
  const auto kept = [&](const char* chart) {
    return HealthChart::keptThreshold(cluster, service, QString::fromLatin1(chart));
  };
  return {kept("errors"), kept("latency"), kept("sessions")};
}

Judgement judgeService(const TrafficFeed& traffic, const QString& service, const Thresholds& thresholds) {
  const TrafficSeries* series = traffic.series(service);
  if (series == nullptr) return {QStringLiteral("unknown"), ServiceJudgement::tr("no proxy is heard")};
  Judgement judgement = ofErrors(*series, thresholds.errors);
  worsen(judgement, ofVersions(*series, thresholds));
  worsen(judgement, ofInstances(traffic, service));
  worsen(judgement, ofGateways(traffic, service));
  return judgement;
}

}  // namespace halftone::app
