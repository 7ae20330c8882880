// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <vector>

#include "backend/base/result.h"

namespace halftone::app {

// One frame of the demo's stream (resources/docs/streams.md), as values.
struct DemoCrowd {
  int users = 0;
  int maxUsers = 0;
  double requestsPerSecond = 0;
  quint64 requests = 0;
  quint64 failed = 0;
  quint64 sessions = 0;
  quint64 reconnects = 0;
};

struct DemoProcess {
  QString id;
  QString role;     // registry, proxy, chat, crowd, controller
  QString version;  // of chat nodes
  QString state;    // starting, running, stopped, killed, failed
  QString address;
  qint64 pid = 0;
  double cpuPercent = 0;  // of one core
  quint64 rssBytes = 0;
  int restarts = 0;
};

struct DemoFaults {
  QString version;
  double errorRate = 0;  // 0 to 1
  int latencyMs = 0;
  friend bool operator==(const DemoFaults&, const DemoFaults&) = default;
};

struct DemoState {
  DemoCrowd crowd;
  std::vector<DemoProcess> processes;
  std::vector<DemoFaults> faults;
};

// Reads a frame; Protocol error for anything else, TooLarge for more than 1,000 processes or faults.
[[nodiscard]] Result<DemoState> readDemoState(const QByteArray& json);

}  // namespace halftone::app
