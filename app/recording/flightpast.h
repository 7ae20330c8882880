// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "app/feeds/trafficfeed.h"
#include "app/feeds/trafficseries.h"
#include "app/history/historystore.h"
#include "app/history/instancemarks.h"
#include "app/history/nodetally.h"
#include "app/recording/flight.h"
#include "app/recording/flightworld.h"
#include "backend/telemetry/trafficframe.h"

namespace halftone::app {

class HealthHistory;

// Puts what a flight has heard into seconds and marks, as TrafficFeed and HistoryFeeder do with what they
// hear: what a replay that begins in the middle knows of the time before. GUI thread.
class FlightPast {
 public:
  static constexpr std::size_t kMaxServices = 100;  // a service has at least one of the roles that are played

  // Both outlive this. `roles`: those that are played.
  FlightPast(HealthHistory* history, const QMap<QString, FlightWorld::Role>& roles)
      : m_history(history), m_roles(roles) {}

  // In the order of time.
  void take(const FlightEvent& event);
  // Tells the history the last of it.
  [[nodiscard]] TrafficPast finish();

 private:
  struct Source {
    telemetry::TrafficFrame frame;
    qint64 timeMs = 0;
  };
  struct Now {
    std::map<QString, std::map<QString, double>> tunnels;  // by service and version
    std::map<QString, bool> live;
    std::map<QString, std::vector<telemetry::InstanceTraffic>> instances;
  };

  [[nodiscard]] bool isHeard() const;
  void skipTo(std::int64_t second);
  void takeFrame(const FlightEvent& event);
  void takeKeys(const FlightEvent& event);
  void takeInstances(const FlightEvent& event);
  void takePage(const FlightEvent& event);
  [[nodiscard]] Now now() const;
  void close();

  HealthHistory* m_history;
  const QMap<QString, FlightWorld::Role>& m_roles;
  std::map<QString, std::optional<Source>> m_last;  // by admin address
  std::map<QString, TrafficSeries> m_series;        // by service
  std::map<QString, InstanceMarks> m_instances;     // by service
  std::map<QString, NodeTally> m_nodes;             // by service
  std::vector<HistorySecond> m_seconds;
  std::int64_t m_second = 0;  // the one that runs
  qint64 m_heardMs = 0;       // when the last frame came
  bool m_knowsKeys = false;
};

}  // namespace halftone::app
