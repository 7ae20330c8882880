// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "server/net/deadlines.h"
#include "server/registry/changes.h"
#include "server/registry/statestore.h"

namespace halftone::registry {

// Ends sessions whose holder no longer renews them: at twice their TTL, as Consul does. One thread, with an
// EpollDispatcher.
class SessionTimers {
 public:
  using Expired = std::function<void(const std::string& sessionId)>;
  SessionTimers(const StateStore& state, Expired expired);
  ~SessionTimers();
  SessionTimers(const SessionTimers&) = delete;
  SessionTimers& operator=(const SessionTimers&) = delete;

  void follow(const Changes& changes);  // arms new sessions, forgets ended ones
  void renew(const std::string& sessionId);

 private:
  class Timer;
  const StateStore& m_state;
  Expired m_expired;
  net::DeadlineWheel m_wheel;
  std::unordered_map<std::string, std::unique_ptr<Timer>> m_timers;
};

}  // namespace halftone::registry
