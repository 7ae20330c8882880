// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recording/flightreplay.h"

#include <algorithm>
#include <utility>

#include "app/feeds/clock.h"
#include "app/recording/flightpast.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kStep{50};
constexpr double kMinSpeed = 0.25;

}  // namespace

FlightReplay::FlightReplay(Flight flight, QObject* parent)
    : QObject(parent), m_flight(std::move(flight)), m_world(m_flight.events), m_server(&m_world) {
  m_timer.setInterval(kStep);
  connect(&m_timer, &QTimer::timeout, this, &FlightReplay::advance);
}

FlightReplay::~FlightReplay() {
  resetClock();
}

Result<void> FlightReplay::start() {
  if (auto listening = m_server.listen(); !listening) return listening;
  setClock(m_flight.startMs(), 0);
  // The first answers of Consul and the first frames come within a second of the start.
  applyUntil(std::min(m_flight.startMs() + 1000, m_flight.endMs()), false);
  setClock(std::min(m_flight.startMs() + 1000, m_flight.endMs()), 0);
  return {};
}

consul::Endpoint FlightReplay::endpoint() const {
  consul::Endpoint endpoint;
  endpoint.url = m_server.consul();
  endpoint.readOnly = true;
  return endpoint;
}

void FlightReplay::play() {
  if (m_playing) return;
  if (timeMs() >= m_flight.endMs()) seek(m_flight.startMs());
  m_playing = true;
  setClock(timeMs(), m_speed);
  m_timer.start();
  emit stateChanged();
}

void FlightReplay::pause() {
  if (!m_playing) return;
  m_playing = false;
  m_timer.stop();
  advance();
  setClock(timeMs(), 0);
  emit stateChanged();
}

void FlightReplay::setSpeed(double speed) {
  if (!(speed >= kMinSpeed && speed <= kMaxSpeed) || speed == m_speed) return;
  m_speed = speed;
  if (m_playing) setClock(timeMs(), m_speed);
  emit stateChanged();
}

void FlightReplay::seek(qint64 wanted) {
  const qint64 time = std::clamp(wanted, m_flight.startMs(), m_flight.endMs());
  m_server.drop();
  m_world.clear();
  m_next = 0;
  applyUntil(time, false);
  setClock(time, m_playing ? m_speed : 0);
  emit restarted();
  emit moved();
}

qint64 FlightReplay::timeMs() const {
  return std::clamp(nowMs(), m_flight.startMs(), m_flight.endMs());
}

void FlightReplay::advance() {
  applyUntil(nowMs(), true);
  if (m_playing && m_next >= m_flight.events.size()) {
    m_playing = false;
    m_timer.stop();
    setClock(m_flight.endMs(), 0);
    emit stateChanged();
  }
  emit moved();
}

void FlightReplay::applyUntil(qint64 time, bool tell) {
  for (; m_next < m_flight.events.size() && m_flight.events[m_next].timeMs <= time; ++m_next) {
    m_world.apply(m_flight.events[m_next]);
    if (tell) m_server.tell(m_flight.events[m_next]);
  }
}

TrafficPast FlightReplay::fill(HealthHistory* history) const {
  FlightPast past(history, m_world.roles());
  for (std::size_t i = 0; i < m_next; ++i) past.take(m_flight.events[i]);
  return past.finish();
}

}  // namespace halftone::app
