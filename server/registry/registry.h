// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <memory>
#include <set>
#include <string>

#include "backend/base/result.h"
#include "server/net/httpserver.h"
#include "server/registry/api.h"
#include "server/registry/eventlog.h"
#include "server/registry/localagent.h"
#include "server/registry/sessiontimers.h"
#include "server/registry/statestore.h"
#include "server/registry/waits.h"

namespace halftone::registry {

class CheckRunner;
class Durable;

// The embedded registry without its socket: requests in, answers out. Owns the state and everything that
// changes it with time. One thread, with an EpollDispatcher; lives as long as the role.
class Registry {
 public:
  struct Options {
    std::string nodeName;
    std::string address;     // the node's, as others reach it
    std::uint16_t port = 0;  // of the HTTP port, for agent/self
    std::string token;       // the management token; "" switches access control off
    bool allowScripts = false;
    std::string dataFolder;  // "" keeps everything in memory
  };
  [[nodiscard]] static Result<std::unique_ptr<Registry>> create(Options options);
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  // Answers now or later. Whatever a write changed is durable before its answer is sent.
  void handle(const net::HttpRequest& request, const net::HttpResponder& responder);

  [[nodiscard]] const Options& options() const { return m_options; }
  [[nodiscard]] StateStore& state() { return m_state; }
  [[nodiscard]] LocalAgent& agent() { return *m_agent; }
  [[nodiscard]] EventLog& events() { return m_events; }
  [[nodiscard]] WaitRegistry& waits() { return m_waits; }
  [[nodiscard]] SessionTimers& sessionTimers() { return m_sessionTimers; }

  // Makes durable what was written, then wakes who waits for it. False if it could not be made durable.
  bool settle();
  // Whether this cached read was seen before; remembers it.
  bool noteCached(const std::string& target);
  void setPort(std::uint16_t port) { m_options.port = port; }

 private:
  explicit Registry(Options options);
  [[nodiscard]] Result<void> start();
  void every(std::chrono::milliseconds interval, std::function<void()> work);

  Options m_options;
  StateStore m_state;
  std::unique_ptr<Durable> m_durable;
  std::unique_ptr<LocalAgent> m_agent;
  std::unique_ptr<CheckRunner> m_runner;
  EventLog m_events;
  WaitRegistry m_waits;
  SessionTimers m_sessionTimers;
  std::set<std::string> m_cached;
  std::vector<std::unique_ptr<QTimer>> m_timers;
};

}  // namespace halftone::registry
