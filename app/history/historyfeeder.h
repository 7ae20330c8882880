// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QString>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "app/history/historybin.h"
#include "app/history/instancemarks.h"
#include "app/history/nodetally.h"
#include "backend/store/policystore.h"

namespace halftone::app {

struct HistorySecond;
class ConsulConnection;
class HealthHistory;
class NodeCounters;
class PolicyFeed;
class TrafficFeed;
class TrafficSeries;

// Tells the history what the console hears: each second of each service, publishes (also those of the last
// day, before it was there), injected faults, and instances that a proxy no longer uses or uses again. GUI
// thread.
class HistoryFeeder : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMaxServicesAsked = 8;  // whose nodes are asked for their counters

  HistoryFeeder(const ConsulConnection& connection, const PolicyFeed& policies, const TrafficFeed& traffic,
                HealthHistory* history, QObject* parent = nullptr);
  ~HistoryFeeder() override;

 signals:
  void marked(const QString& service);

 private:
  // Once for each service.
  void askPublishes(const QString& service);
  void onTick();
  void noteInstances(const QString& service);
  void mark(const QString& service, const HistoryMark& mark);
  NodeCounters* countersOf(const QString& service);

  const ConsulConnection& m_connection;
  const TrafficFeed& m_traffic;
  HealthHistory* m_history;
  store::PolicyStore m_store;
  QSet<QString> m_asked;                                        // services whose publishes before are known
  std::map<QString, std::unique_ptr<NodeCounters>> m_counters;  // by service
  std::map<QString, InstanceMarks> m_instances;                 // by service
};

// Adds the second of each version that `series` closed last, and what was resumed in it. `time`: seconds
// since 1970. Any thread.
void addSeconds(std::vector<HistorySecond>& seconds, const QString& service, const TrafficSeries& series,
                std::int64_t time, const std::map<QString, NodeTally::Resumes>& resumes);

}  // namespace halftone::app
