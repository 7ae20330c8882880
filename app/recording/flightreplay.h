// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "app/feeds/trafficfeed.h"
#include "app/recording/flight.h"
#include "app/recording/flightserver.h"
#include "app/recording/flightworld.h"
#include "backend/consul/client.h"

namespace halftone::app {

class HealthHistory;

// Plays a flight: moves the console's clock (clock.h) through it and lets the feeds hear what was heard then,
// from a server of its own on loopback. Seeking begins anew elsewhere: whoever holds feeds makes new ones on
// restarted(). The clock is the wall's again when it ends. GUI thread.
class FlightReplay : public QObject {
  Q_OBJECT

 public:
  static constexpr double kMaxSpeed = 8;

  explicit FlightReplay(Flight flight, QObject* parent = nullptr);
  ~FlightReplay() override;

  // Stands at the beginning, not yet playing.
  [[nodiscard]] Result<void> start();
  // Where the feeds find the replayed Consul; read-only.
  [[nodiscard]] consul::Endpoint endpoint() const;
  [[nodiscard]] const Flight& flight() const { return m_flight; }

  void play();
  void pause();
  [[nodiscard]] bool isPlaying() const { return m_playing; }
  void setSpeed(double speed);  // 0.25 to kMaxSpeed
  [[nodiscard]] double speed() const { return m_speed; }
  // Milliseconds since 1970, within the flight.
  void seek(qint64 timeMs);
  [[nodiscard]] qint64 timeMs() const;
  // Tells a history what happened from the beginning up to now, and gives it for a feed to go on from.
  TrafficPast fill(HealthHistory* history) const;

 signals:
  void moved();
  void stateChanged();
  void restarted();

 private:
  void advance();
  void applyUntil(qint64 timeMs, bool tell);

  Flight m_flight;
  FlightWorld m_world;
  FlightServer m_server;
  QTimer m_timer;
  std::size_t m_next = 0;  // the first event that has not happened yet
  bool m_playing = false;
  double m_speed = 1;
};

}  // namespace halftone::app
