// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtNumeric>
#include <vector>

#include "backend/telemetry/trafficframe.h"

namespace halftone::app {

class TrafficFeed;
class TrafficSeries;

// What the overview thinks of something: a state ("ok", "warn", "bad", "unknown", "pause") and why.
struct Judgement {
  QString kind = QStringLiteral("unknown");
  QString why;
};

// What the operator has set on the page Health; NaN: nothing.
struct Thresholds {
  double errors = qQNaN();    // percent
  double latency = qQNaN();   // p95, ms
  double sessions = qQNaN();  // open WebSockets
};

// Those of a service of a cluster.
[[nodiscard]] Thresholds thresholdsOf(const QString& cluster, const QString& service);

// The smaller, the sooner it wants a look.
[[nodiscard]] int urgency(const QString& kind);
// The mean of the last ten seconds of a row of seconds, of those that are known; NaN if none is.
[[nodiscard]] double meanOfNow(const std::vector<double>& values);
// The last second's; NaN if there is none.
[[nodiscard]] double lastOf(const std::vector<double>& values);
// The number, or 0 for one that is not known.
[[nodiscard]] double known(double value);
// "warn" from the threshold on (percent; NaN: none), "bad" from five percent on, or from a higher threshold.
[[nodiscard]] QString kindOfErrors(double requests, double errors, double threshold);
[[nodiscard]] QString kindOfInstance(const telemetry::InstanceTraffic& instance);
// The worst of what is heard of a service: its gateways, its instances, its errors and those of each version,
// since a canary's are few among all, and what is beyond a threshold. Never "ok" where nothing is heard. GUI
// thread.
[[nodiscard]] Judgement judgeService(const TrafficFeed& traffic, const QString& service,
                                     const Thresholds& thresholds);

}  // namespace halftone::app
