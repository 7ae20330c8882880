// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recording/flightreplay.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/trafficseries.h"
#include "app/history/healthhistory.h"
#include "app/history/instancemarks.h"
#include "app/history/nodecounters.h"
#include "backend/codec/boundedjson.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kStep{50};
constexpr double kMinSpeed = 0.25;
constexpr qint64 kGapMs = 3000;  // between frames, beyond which their difference is no rate

// Puts the frames of a flight into seconds, as TrafficFeed does with those of a stream.
class Filler {
 public:
  Filler(HealthHistory* history, const QMap<QString, FlightWorld::Role>& roles)
      : m_history(history), m_roles(roles) {}

  void take(const FlightEvent& event) {
    const std::int64_t second = event.timeMs / 1000;
    if (m_second == 0) m_second = second;
    while (m_second < second && isHeard()) close();
    if (m_second < second) skipTo(second);
    if (event.kind == FlightEvent::Kind::Frame) takeFrame(event);
    if (event.kind == FlightEvent::Kind::Keys) takeKeys(event);
  }

  TrafficPast finish() {
    if (m_second != 0) close();
    m_history->add(std::move(m_seconds));
    TrafficPast past{std::move(m_series), {}};
    for (auto& [admin, source] : m_last) {
      if (source) past.newest.push_back(std::move(source->frame));
    }
    return past;
  }

 private:
  struct Source {
    telemetry::TrafficFrame frame;
    qint64 timeMs = 0;
  };

  // Some role in the running second.
  [[nodiscard]] bool isHeard() const { return m_heardMs >= m_second * 1000 - kGapMs; }

  // A night's gap is not walked second by second.
  void skipTo(std::int64_t second) {
    for (auto& [service, series] : m_series)
      series.skipSeconds(static_cast<double>(m_second), second - m_second);
    m_second = second;
  }

  void takeFrame(const FlightEvent& event) {
    if (!m_roles.contains(event.name) || !event.text.left(200).contains("\"type\":\"traffic\"")) return;
    auto frame = telemetry::readTrafficFrame(event.text.toStdString());
    if (!frame) return;
    const QString service = QString::fromStdString(frame->service);
    if (m_series.size() >= FlightReplay::kMaxServices && !m_series.contains(service)) return;
    m_heardMs = event.timeMs;
    std::optional<Source>& last = m_last[event.name];
    TrafficSeries& series = m_series[service];
    const bool follows = last && last->frame.epoch == frame->epoch && event.timeMs - last->timeMs < kGapMs;
    const bool samePolicy = last && last->frame.policy.index == frame->policy.index &&
                            last->frame.policy.revision == frame->policy.revision;
    if (follows) series.addTraffic(last->frame, *frame);
    if (follows && samePolicy) series.addDecisions(last->frame, *frame);
    if (!samePolicy) series.forgetDecisions();
    last = Source{*std::move(frame), event.timeMs};
  }

  // What was there at the start is no publish.
  void takeKeys(const FlightEvent& event) {
    const auto change =
        codec::parseBounded({event.text.constData(), static_cast<std::size_t>(event.text.size())});
    if (!change.is_object() || !std::exchange(m_knowsKeys, true)) return;
    const auto set = change.find("set");
    if (set == change.end() || !set->is_array()) return;
    for (const auto& entry : *set) {
      if (!entry.is_object() || !entry.contains("Key") || !entry["Key"].is_string() ||
          !entry.contains("Flags") || !entry["Flags"].is_number_unsigned())
        continue;
      const QString key = QString::fromStdString(entry["Key"].get<std::string>());
      const QString folder = QStringLiteral("halftone/policies/");
      if (!key.startsWith(folder)) continue;
      m_history->addMark(key.mid(folder.size()), {static_cast<double>(event.timeMs) / 1000,
                                                  QStringLiteral("publish"),
                                                  QStringLiteral("r%1").arg(entry["Flags"].get<quint64>()),
                                                  {}});
    }
  }

  void close() {
    std::map<QString, std::map<QString, double>> tunnels;
    std::map<QString, bool> live;
    std::map<QString, std::vector<telemetry::InstanceTraffic>> instances;
    for (const auto& [admin, source] : m_last) {
      if (!source || source->timeMs < m_second * 1000 - kGapMs) continue;
      const QString service = QString::fromStdString(source->frame.service);
      live[service] = true;
      instances[service].insert(instances[service].end(), source->frame.instances.begin(),
                                source->frame.instances.end());
      for (const telemetry::VersionTraffic& version : source->frame.versions)
        tunnels[service][QString::fromStdString(version.version)] += static_cast<double>(version.tunnels);
    }
    for (const auto& [service, told] : instances) {
      for (const HistoryMark& mark : m_instances[service].take(static_cast<double>(m_second), told))
        m_history->addMark(service, mark);
    }
    for (auto& [service, series] : m_series) {
      series.closeSecond(static_cast<double>(m_second), live[service], tunnels[service]);
      if (series.lastSeconds() <= 0) continue;
      for (const auto& [version, values] : series.versions()) {
        HistorySecond second{service, version, m_second, {}};
        second.bin.seconds = series.lastSeconds();
        const auto counted = series.lastSecond().find(version);
        if (counted != series.lastSecond().end()) {
          second.bin.requests = counted->second.requests;
          second.bin.errors = counted->second.errors;
          second.bin.latency = counted->second.latency;
        }
        if (values.tunnels.back() >= 0)
          second.bin.sessionSeconds = values.tunnels.back() * second.bin.seconds;
        m_seconds.push_back(std::move(second));
      }
    }
    ++m_second;
    if (m_seconds.size() > 500) m_history->add(std::exchange(m_seconds, {}));
  }

  HealthHistory* m_history;
  const QMap<QString, FlightWorld::Role>& m_roles;
  std::map<QString, std::optional<Source>> m_last;  // by admin address
  std::map<QString, TrafficSeries> m_series;        // by service
  std::map<QString, InstanceMarks> m_instances;     // by service
  std::vector<HistorySecond> m_seconds;
  std::int64_t m_second = 0;  // the one that runs
  qint64 m_heardMs = 0;       // when the last frame came
  bool m_knowsKeys = false;
};

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
  Filler filler(history, m_world.roles());
  for (std::size_t i = 0; i < m_next; ++i) filler.take(m_flight.events[i]);
  return filler.finish();
}

}  // namespace halftone::app
