// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/historyfeeder.h"

#include <QDateTime>
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

constexpr int kMaxPublishes = 100;
constexpr double kPublishesKept = 86'400;  // seconds: what the page Health shows at most

}  // namespace

void addSeconds(std::vector<HistorySecond>& seconds, const QString& service, const TrafficSeries& series,
                std::int64_t time, const std::map<QString, NodeTally::Resumes>& resumes) {
  for (const auto& [version, values] : series.versions()) {
    HistorySecond second{service, version, time, {}};
    second.bin.seconds = series.lastSeconds();
    const auto counted = series.lastSecond().find(version);
    if (counted != series.lastSecond().end()) {
      second.bin.requests = counted->second.requests;
      second.bin.errors = counted->second.errors;
      second.bin.latency = counted->second.latency;
    }
    if (values.tunnels.back() >= 0) second.bin.sessionSeconds = values.tunnels.back() * second.bin.seconds;
    if (const auto found = resumes.find(version); found != resumes.end()) {
      second.bin.resumed = found->second.resumed;
      second.bin.refused = found->second.refused;
    }
    seconds.push_back(std::move(second));
  }
}

HistoryFeeder::HistoryFeeder(const ConsulConnection& connection, const PolicyFeed& policies,
                             const TrafficFeed& traffic, HealthHistory* history, QObject* parent)
    : QObject(parent),
      m_connection(connection),
      m_traffic(traffic),
      m_history(history),
      m_store(connection.client()) {
  connect(&policies, &PolicyFeed::policyChanged, this, &HistoryFeeder::askPublishes);
  connect(&traffic, &TrafficFeed::ticked, this, &HistoryFeeder::onTick);
  connect(&policies, &PolicyFeed::published, this, [this](const QString& service, quint64 revision) {
    const double time = nowSeconds();
    mark(service, {time, QStringLiteral("publish"), QStringLiteral("r%1").arg(revision), {}});
  });
}

HistoryFeeder::~HistoryFeeder() = default;

void HistoryFeeder::askPublishes(const QString& service) {
  if (m_asked.contains(service)) return;
  m_asked.insert(service);
  m_store.history(
      service.toStdString(), kMaxPublishes, this,
      [this, service](const Result<std::vector<store::HistoryEntry>>& entries) {
        if (!entries) {
          m_asked.remove(service);  // with the next publish
          return;
        }
        const double now = nowSeconds();
        for (const store::HistoryEntry& entry : *entries) {
          const QDateTime when = QDateTime::fromString(QString::fromStdString(entry.time), Qt::ISODateWithMs);
          const double time = static_cast<double>(when.toMSecsSinceEpoch()) / 1000;
          if (!when.isValid() || time > now || time < now - kPublishesKept) continue;
          mark(service, {time, QStringLiteral("publish"), QStringLiteral("r%1").arg(entry.revision), {}});
        }
      });
}

void HistoryFeeder::onTick() {
  if (clockSpeed() == 0) return;  // a replay stands: the past is known up to here
  std::vector<HistorySecond> seconds;
  for (const QString& service : m_traffic.services()) {
    const TrafficSeries* series = m_traffic.series(service);
    if (series == nullptr || series->times().empty()) continue;
    NodeCounters* counters = countersOf(service);
    noteInstances(service);
    if (series->lastSeconds() <= 0) continue;  // nobody was heard: a gap
    const auto resumes =
        counters != nullptr ? counters->takeResumes() : std::map<QString, NodeTally::Resumes>{};
    addSeconds(seconds, service, *series, static_cast<std::int64_t>(series->times().back()), resumes);
  }
  m_history->add(std::move(seconds));
}

void HistoryFeeder::noteInstances(const QString& service) {
  const double time = nowSeconds();
  for (const HistoryMark& noted : m_instances[service].take(time, m_traffic.instances(service)))
    mark(service, noted);
}

void HistoryFeeder::mark(const QString& service, const HistoryMark& mark) {
  m_history->addMark(service, mark);
  emit marked(service);
}

NodeCounters* HistoryFeeder::countersOf(const QString& service) {
  const auto known = m_counters.find(service);
  if (known != m_counters.end()) return known->second.get();
  if (m_counters.size() >= kMaxServicesAsked) return nullptr;
  auto counters = std::make_unique<NodeCounters>(m_connection.endpoint(), service);
  connect(counters.get(), &NodeCounters::faultsChanged, this, [this, service](const DemoFaults& faults) {
    mark(service, {nowSeconds(), QStringLiteral("fault"), faults.version, detailOf(faults)});
  });
  counters->start();
  return m_counters.emplace(service, std::move(counters)).first->second.get();
}

}  // namespace halftone::app
