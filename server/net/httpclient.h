// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "backend/base/result.h"
#include "server/net/httpserver.h"
#include "server/net/socket.h"

namespace halftone::net {

struct ClientRequest {
  SocketAddress to;
  std::string method = "GET";
  std::string target = "/";
  FieldVector fields;  // Host and Content-Length are the client's unless given
  std::string body;
  std::chrono::milliseconds timeout{10'000};  // the whole exchange
  std::size_t maxBody = 1024 * 1024;          // of the answer
};

class HttpClientConnection;

// A small HTTP/1.1 client for the control plane: health checks, the demo's crowd, tests. Keep-alive, bounded
// pool of idle connections for each address, the last used first. One thread, with an EpollDispatcher.
// Answers are whole. A request that meets the end of a reused connection before any byte of its answer is
// sent once more if its method is idempotent.
class HttpClient {
 public:
  using Done = std::function<void(Result<HttpResponse>)>;
  HttpClient();
  ~HttpClient();  // pending requests are dropped without a call
  // `done` is called once, from the event loop, never within send(). It may destroy the client.
  void send(ClientRequest request, Done done);

 private:
  friend class HttpClientConnection;
  struct State;
  std::shared_ptr<State> m_state;
};

}  // namespace halftone::net
