// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recording/flightpast.h"

#include <QUrl>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/history/healthhistory.h"
#include "app/history/historyfeeder.h"
#include "backend/codec/boundedjson.h"

namespace halftone::app {

namespace {

constexpr qint64 kGapMs = 3000;  // between frames, beyond which their difference is no rate
constexpr std::size_t kSecondsAtOnce = 500;
const QString kHealth = QStringLiteral("/v1/health/service/");

}  // namespace

void FlightPast::take(const FlightEvent& event) {
  using Kind = FlightEvent::Kind;
  const std::int64_t second = event.timeMs / 1000;
  if (m_second == 0) m_second = second;
  while (m_second < second && isHeard()) close();
  if (m_second < second) skipTo(second);
  if (event.kind == Kind::Frame) takeFrame(event);
  if (event.kind == Kind::Keys) takeKeys(event);
  if (event.kind == Kind::Consul && event.name.startsWith(kHealth)) takeInstances(event);
  if (event.kind == Kind::Page) takePage(event);
}

TrafficPast FlightPast::finish() {
  if (m_second != 0) close();
  m_history->add(std::move(m_seconds));
  TrafficPast past{std::move(m_series), {}};
  for (auto& [admin, source] : m_last) {
    if (source) past.newest.push_back(std::move(source->frame));
  }
  return past;
}

// Some role in the running second.
bool FlightPast::isHeard() const {
  return m_heardMs >= m_second * 1000 - kGapMs;
}

// A night's gap is not walked second by second.
void FlightPast::skipTo(std::int64_t second) {
  for (auto& [service, series] : m_series)
    series.skipSeconds(static_cast<double>(m_second), second - m_second);
  m_second = second;
}

void FlightPast::takeFrame(const FlightEvent& event) {
  if (!m_roles.contains(event.name) || !event.text.left(200).contains("\"type\":\"traffic\"")) return;
  auto frame = telemetry::readTrafficFrame(event.text.toStdString());
  if (!frame) return;
  const QString service = QString::fromStdString(frame->service);
  if (m_series.size() >= kMaxServices && !m_series.contains(service)) return;
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
void FlightPast::takeKeys(const FlightEvent& event) {
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

void FlightPast::takeInstances(const FlightEvent& event) {
  const QString service = QUrl::fromPercentEncoding(event.name.mid(kHealth.size()).toLatin1());
  if (m_nodes.size() >= kMaxServices && !m_nodes.contains(service)) return;
  m_nodes[service].setInstances(event.text);
}

void FlightPast::takePage(const FlightEvent& event) {
  const std::string admin = event.name.section(QLatin1Char(' '), 0, 0).toStdString();
  const QString path = event.name.section(QLatin1Char(' '), 1);
  for (auto& [service, tally] : m_nodes) {
    for (const auto& [id, node] : tally.nodes()) {
      if (node.admin != admin) continue;
      if (path == QLatin1String("/metrics")) tally.takeMetrics(id, event.text);
      if (path != QLatin1String("/v1/faults")) continue;
      if (const auto faults = tally.takeFaults(id, event.text))
        m_history->addMark(service, {static_cast<double>(event.timeMs) / 1000, QStringLiteral("fault"),
                                     faults->version, detailOf(*faults)});
    }
  }
}

FlightPast::Now FlightPast::now() const {
  Now now;
  for (const auto& [admin, source] : m_last) {
    if (!source || source->timeMs < m_second * 1000 - kGapMs) continue;
    const QString service = QString::fromStdString(source->frame.service);
    now.live[service] = true;
    std::vector<telemetry::InstanceTraffic>& instances = now.instances[service];
    instances.insert(instances.end(), source->frame.instances.begin(), source->frame.instances.end());
    for (const telemetry::VersionTraffic& version : source->frame.versions)
      now.tunnels[service][QString::fromStdString(version.version)] += static_cast<double>(version.tunnels);
  }
  return now;
}

void FlightPast::close() {
  Now now = this->now();
  const auto time = static_cast<double>(m_second);
  for (const auto& [service, told] : now.instances) {
    for (const HistoryMark& mark : m_instances[service].take(time, told)) m_history->addMark(service, mark);
  }
  for (auto& [service, series] : m_series) {
    series.closeSecond(time, now.live[service], now.tunnels[service]);
    if (series.lastSeconds() > 0)
      addSeconds(m_seconds, service, series, m_second, m_nodes[service].takeResumes());
  }
  ++m_second;
  if (m_seconds.size() > kSecondsAtOnce) m_history->add(std::exchange(m_seconds, {}));
}

}  // namespace halftone::app
