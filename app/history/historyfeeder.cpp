// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/historyfeeder.h"

#include <algorithm>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/history/healthhistory.h"
#include "app/history/nodecounters.h"

namespace halftone::app {

namespace {

// States of an instance by how bad they are; a version's mark is worth it only when one gets worse or is
// back.
bool isAway(const std::string& state) {
  return state == "critical" || state == "gone" || state == "ejected" || state == "down";
}

}  // namespace

HistoryFeeder::HistoryFeeder(const ConsulConnection& connection, const PolicyFeed& policies,
                             const TrafficFeed& traffic, HealthHistory* history, QObject* parent)
    : QObject(parent), m_connection(connection), m_traffic(traffic), m_history(history) {
  connect(&traffic, &TrafficFeed::ticked, this, &HistoryFeeder::onTick);
  connect(&policies, &PolicyFeed::published, this, [this](const QString& service, quint64 revision) {
    mark(service, QStringLiteral("publish"), QStringLiteral("r%1").arg(revision), {});
  });
}

HistoryFeeder::~HistoryFeeder() = default;

void HistoryFeeder::onTick() {
  std::vector<HistorySecond> seconds;
  for (const QString& service : m_traffic.services()) {
    const TrafficSeries* series = m_traffic.series(service);
    if (series == nullptr || series->times().empty()) continue;
    NodeCounters* counters = countersOf(service);
    noteInstances(service);
    if (series->lastSeconds() <= 0) continue;  // nobody was heard: a gap
    auto resumes = counters != nullptr ? counters->takeResumes() : std::map<QString, NodeCounters::Resumes>{};
    for (const auto& [version, values] : series->versions()) {
      HistorySecond second{service, version, static_cast<std::int64_t>(series->times().back()), {}};
      second.bin.seconds = series->lastSeconds();
      const auto counted = series->lastSecond().find(version);
      if (counted != series->lastSecond().end()) {
        second.bin.requests = counted->second.requests;
        second.bin.errors = counted->second.errors;
        second.bin.latency = counted->second.latency;
      }
      if (values.tunnels.back() >= 0) second.bin.sessionSeconds = values.tunnels.back() * second.bin.seconds;
      second.bin.resumed = resumes[version].resumed;
      second.bin.refused = resumes[version].refused;
      seconds.push_back(std::move(second));
    }
  }
  m_history->add(std::move(seconds));
}

void HistoryFeeder::noteInstances(const QString& service) {
  std::map<std::string, std::string> now;
  for (const telemetry::InstanceTraffic& instance : m_traffic.instances(service)) {
    std::string& state = now[instance.id];
    if (!isAway(state)) state = instance.state;  // one proxy that sets it aside is enough
  }
  auto& known = m_states[service];
  for (const auto& [id, state] : now) {
    const auto before = known.find(id);
    if (before == known.end() || isAway(before->second) == isAway(state)) continue;
    mark(service, QStringLiteral("instance"), QString::fromStdString(id), QString::fromStdString(state));
  }
  for (const auto& [id, state] : known) {
    if (now.contains(id) || isAway(state) || now.empty()) continue;
    mark(service, QStringLiteral("instance"), QString::fromStdString(id), QStringLiteral("gone"));
  }
  known = std::move(now);
}

void HistoryFeeder::mark(const QString& service, const QString& kind, const QString& label,
                         const QString& detail) {
  const double time = static_cast<double>(nowMs()) / 1000;
  m_history->addMark(service, {time, kind, label, detail});
  emit marked(service);
}

NodeCounters* HistoryFeeder::countersOf(const QString& service) {
  const auto known = m_counters.find(service);
  if (known != m_counters.end()) return known->second.get();
  if (m_counters.size() >= kMaxServicesAsked) return nullptr;
  auto counters = std::make_unique<NodeCounters>(m_connection.endpoint(), service);
  connect(counters.get(), &NodeCounters::faultsChanged, this, [this, service](const DemoFaults& faults) {
    const QString detail = QStringLiteral("%1 %2").arg(faults.errorRate * 100).arg(faults.latencyMs);
    mark(service, QStringLiteral("fault"), faults.version, detail);
  });
  counters->start();
  return m_counters.emplace(service, std::move(counters)).first->second.get();
}

}  // namespace halftone::app
