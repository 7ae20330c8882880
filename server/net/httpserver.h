// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/base/result.h"
#include "server/net/socket.h"

// The HTTP/1.1 server of the control plane: admin ports, the registry. Whole requests in, whole answers out,
// answers may come later (long polls). All in one thread with an EpollDispatcher. The proxy and the chat
// nodes' data ports are not on this: they stream.
namespace halftone::net {

using FieldVector = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;
  std::string target;  // as sent
  std::string path;    // target without the query, not decoded
  std::string query;   // without '?', not decoded
  FieldVector fields;
  std::string body;
  SocketAddress peer;

  // The first field of this name, or "".
  [[nodiscard]] std::string_view field(std::string_view name) const;
  // First query parameter of this name, decoded ("+" is a space); nothing if absent; "" for a bare name.
  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> parameters(std::string_view name) const;
};

// "%41+b" -> "A b" where plusIsSpace. Nothing on a bad escape.
[[nodiscard]] std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace);

struct HttpResponse {
  int status = 200;
  FieldVector fields;  // Content-Length, Date and Connection are the server's
  std::string body;

  [[nodiscard]] static HttpResponse text(int status, std::string body);
  [[nodiscard]] static HttpResponse json(int status, std::string body);
};

// An open WebSocket of the control plane: admin streams. Owned by the server; `WebSocketPeer*` is valid until
// `closed` was called or the HttpServer is destroyed. Its callbacks come from the event loop, never out of
// sendText() or close(). Pings are answered, and a client that is silent for a minute is pinged, then
// dropped.
class WebSocketPeer {
 public:
  virtual ~WebSocketPeer() = default;
  virtual void sendText(std::string_view text) = 0;
  // Bytes accepted but not yet taken by the kernel: whoever streams skips a beat when this grows. Over
  // 4 MiB the peer is closed with 1013.
  [[nodiscard]] virtual std::size_t bufferedBytes() const = 0;
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  std::function<void(std::string_view)> textReceived;
  std::function<void()> closed;  // once; the peer is gone after it returns
};

// The right to answer one request, once, now or later, in the server's thread. A client that closes its
// sending side before a late answer counts as having left. Copies share it. When the client has left, answers
// are dropped. If the last copy dies unanswered, the client gets a 500.
class HttpResponder {
 public:
  void send(HttpResponse response) const;
  // Answers 101 and gives the open WebSocket; nothing if the request is no correct handshake (it was
  // answered).
  [[nodiscard]] WebSocketPeer* upgrade() const;
  [[nodiscard]] bool isConnected() const;
  // Called once if the client leaves before an answer.
  void onGone(std::function<void()> callback) const;

 private:
  friend class HttpServer;
  friend class HttpServerConnection;
  struct Shared;
  std::shared_ptr<Shared> m_shared;
};

class WebSocketConnection;

class HttpServer {
 public:
  struct Limits {
    std::size_t maxBody = 1024 * 1024;
    std::size_t maxConnections = 4096;
    bool reusePort = false;                          // other sockets may listen on the same address
    std::chrono::milliseconds headTimeout{10'000};   // from the first byte of a request to its last
    std::chrono::milliseconds idleTimeout{120'000};  // between requests
  };
  using Handler = std::function<void(HttpRequest, HttpResponder)>;
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> listen(const SocketAddress& address, Limits limits,
                                                                  Handler handler);
  // Closes all connections and calls nobody: neither onGone nor WebSocketPeer::closed. May run in a handler.
  ~HttpServer();
  [[nodiscard]] SocketAddress address() const;

 private:
  friend class HttpServerConnection;
  friend class WebSocketConnection;
  struct State;
  explicit HttpServer(std::shared_ptr<State> state);
  std::shared_ptr<State> m_state;
};

}  // namespace halftone::net
