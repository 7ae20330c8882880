// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
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

// The smaller, the sooner it wants a look.
[[nodiscard]] int urgency(const QString& kind);
// The mean of the last ten seconds of a row of seconds, of those that are known; NaN if none is.
[[nodiscard]] double meanOfNow(const std::vector<double>& values);
// The number, or 0 for one that is not known.
[[nodiscard]] double known(double value);
[[nodiscard]] QString kindOfErrors(double requests, double errors);
[[nodiscard]] QString kindOfInstance(const telemetry::InstanceTraffic& instance);
// The worst of what is heard of a service: its gateways, its instances, its errors and those of each version,
// since a canary's are few among all. Never "ok" where nothing is heard. GUI thread.
[[nodiscard]] Judgement judgeService(const TrafficFeed& traffic, const QString& service);

}  // namespace halftone::app
