// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/chat/config.h"
#include "server/chat/counters.h"
#include "server/chat/datathread.h"
#include "server/chat/faults.h"
#include "server/chat/operations.h"
#include "server/chat/sessionfeed.h"
#include "server/chat/tailfeed.h"
#include "server/net/httpserver.h"

namespace halftone::chat {

// The node's port for operators: /health, /metrics, /v1/sessions, /v1/stream, /v1/faults, and
// what Operations offers. Main thread.
class AdminPort {
 public:
  // All must outlive it; `mailbox` is the main thread's.
  struct Parts {
    const NodeConfig& config;
    const Counters& counters;
    Faults& faults;
    DataThread& data;
    Mailbox& mailbox;
  };
  [[nodiscard]] static Result<std::unique_ptr<AdminPort>> listen(Parts parts);
  [[nodiscard]] net::SocketAddress address() const { return m_server->address(); }
  void setGoingAway() { m_isGoingAway = true; }
  [[nodiscard]] Operations& operations() { return m_operations; }

 private:
  explicit AdminPort(Parts parts);
  void handle(const net::HttpRequest& request, const net::HttpResponder& responder);
  [[nodiscard]] net::HttpResponse health() const;
  [[nodiscard]] net::HttpResponse setFaults(const std::string& body);
  void sendSessions(const net::HttpResponder& responder);
  void openStream(const net::HttpResponder& responder);

  Parts m_parts;
  SessionFeed m_feed;
  Operations m_operations;
  TailFeed m_tails;
  bool m_isGoingAway = false;
  std::unique_ptr<net::HttpServer> m_server;
};

}  // namespace halftone::chat
