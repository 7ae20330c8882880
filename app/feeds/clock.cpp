// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/clock.h"

#include <QDateTime>
#include <chrono>
#include <mutex>
#include <optional>

namespace halftone::app {

namespace {

using Steady = std::chrono::steady_clock;

struct Setting {
  qint64 ms = 0;
  double speed = 1;
  Steady::time_point since;
};

std::mutex mutex;
std::optional<Setting> setting;

}  // namespace

qint64 nowMs() {
  const std::lock_guard lock(mutex);
  if (!setting) return QDateTime::currentMSecsSinceEpoch();
  const std::chrono::duration<double, std::milli> gone = Steady::now() - setting->since;
  return setting->ms + static_cast<qint64>(gone.count() * setting->speed);
}

double nowSeconds() {
  return static_cast<double>(nowMs()) / 1000;
}

qint64 steadyMs() {
  {
    const std::lock_guard lock(mutex);
    if (!setting)
      return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now().time_since_epoch()).count();
  }
  return nowMs();
}

void setClock(qint64 ms, double speed) {
  const std::lock_guard lock(mutex);
  setting = {ms, speed, Steady::now()};
}

void resetClock() {
  const std::lock_guard lock(mutex);
  setting.reset();
}

double clockSpeed() {
  const std::lock_guard lock(mutex);
  return setting ? setting->speed : 1;
}

}  // namespace halftone::app
