// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "server/proxy/counters.h"
#include "server/proxy/health.h"
#include "server/proxy/snapshot.h"

namespace halftone::proxy {

class UpstreamConnection;

// One instance as one worker sees it: its idle connections, how busy it is, its health in passing.
// Outlives snapshots as long as the instance is in service or a connection to it is open. Worker's thread.
class Upstream : public std::enable_shared_from_this<Upstream> {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  Upstream(std::shared_ptr<const Endpoint> endpoint, std::shared_ptr<InstanceCounters> counters,
           TimePoint since = {})
      : m_endpoint(std::move(endpoint)), m_counters(std::move(counters)), m_health(since) {}

  [[nodiscard]] const Endpoint& endpoint() const { return *m_endpoint; }
  // The same place with another weight, say.
  void update(std::shared_ptr<const Endpoint> endpoint) { m_endpoint = std::move(endpoint); }
  [[nodiscard]] InstanceCounters& counters() { return *m_counters; }

  // Idle connections, last in, first out: the newest is the least likely to be closed by the other side.
  [[nodiscard]] UpstreamConnection* takeIdle();
  void addIdle(UpstreamConnection* connection) { m_idle.push_back(connection); }
  void removeIdle(UpstreamConnection* connection);
  [[nodiscard]] const std::vector<UpstreamConnection*>& idle() const { return m_idle; }

  [[nodiscard]] Health& health() { return m_health; }
  [[nodiscard]] const Health& health() const { return m_health; }
  // Lets the main thread know until when it is out of use.
  void tellHealth(const policy::FailureSettings& rule);

  // Whether the newest snapshot has it: connections to others are not kept.
  void setInService(bool inService) { m_inService = inService; }
  [[nodiscard]] bool isInService() const { return m_inService; }

  void began() { ++m_inFlight; }
  void ended() { --m_inFlight; }
  [[nodiscard]] unsigned inFlight() const { return m_inFlight; }

 private:
  std::shared_ptr<const Endpoint> m_endpoint;
  std::shared_ptr<InstanceCounters> m_counters;
  std::vector<UpstreamConnection*> m_idle;
  Health m_health;
  unsigned m_inFlight = 0;  // exchanges and tunnels of this worker
  bool m_inService = true;
};

}  // namespace halftone::proxy
