// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>

#include "server/chat/datathread.h"
#include "server/chat/mailbox.h"
#include "server/chat/moveorder.h"
#include "server/net/httpserver.h"

namespace halftone::chat {

// What operators do to a node over its admin port: move and kick sessions, maintenance, drain
// (resources/docs/streams.md). Main thread; the work is done in the data thread and answered from there.
class Operations {
 public:
  using StateChanged = std::function<void(ServiceState state, const std::string& reason)>;

  // `lead` passes between the word to the registry that this node is to be given no more work and the first
  // session moved by a drain. Both must outlive it; `mailbox` is the main thread's.
  Operations(DataThread& data, Mailbox& mailbox, std::chrono::milliseconds lead);

  // Answers, now or later, if the path is one of ours.
  [[nodiscard]] bool handle(const net::HttpRequest& request, const net::HttpResponder& responder);
  [[nodiscard]] ServiceState state() const { return m_state; }

  StateChanged stateChanged;  // told before any session is moved

 private:
  using Work = std::function<net::HttpResponse(DataPort&)>;
  void ask(Work work, const net::HttpResponder& responder);
  void changeState(const std::string& body, const net::HttpResponder& responder);
  void begin(const std::string& body, const net::HttpResponder& responder);
  void kick(const std::string& body, const net::HttpResponder& responder);
  void tellSession(const net::HttpRequest& request, const net::HttpResponder& responder);
  void list(const net::HttpRequest& request, const net::HttpResponder& responder);
  [[nodiscard]] std::string stateBody() const;

  DataThread& m_data;
  Mailbox& m_mailbox;
  std::chrono::milliseconds m_lead;
  ServiceState m_state = ServiceState::Serving;
  std::string m_reason;
  std::uint64_t m_lastTicket = 0;
  // Responders stay in this thread, only tickets travel.
  std::map<std::uint64_t, net::HttpResponder> m_waiting;
};

}  // namespace halftone::chat
