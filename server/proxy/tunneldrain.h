// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "server/proxy/versionstate.h"

namespace halftone::proxy {

class Routes;

// Ends the open WebSockets of versions that have lost all of their weight, by the service's `drain` setting.
// One worker's; its thread.
class TunnelDrain : public QObject {
  Q_OBJECT
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  // `workers`: that share a pace between them.
  explicit TunnelDrain(int workers, QObject* parent = nullptr);

  // A publish: versions without weight begin to drain, those that have some again stop.
  void follow(const Routes& routes, const VersionStates& states);

  // A tunnel was opened: it may be one that has to end.
  void opened();

  // How many of the `total` that were open should have been ended after so long; everything once it is over.
  [[nodiscard]] static std::size_t dueAfter(const policy::DrainRule& rule, std::chrono::nanoseconds elapsed,
                                            std::size_t total, int workers);

 private:
  struct Draining {
    std::string version;
    std::shared_ptr<VersionState> state;
    TimePoint since;
    std::size_t total = 0;
    std::size_t ended = 0;
  };
  void step();

  int m_workers;
  policy::DrainRule m_rule;
  std::vector<Draining> m_draining;
  QTimer m_timer;
};

}  // namespace halftone::proxy
