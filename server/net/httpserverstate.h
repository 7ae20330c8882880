// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <array>
#include <ctime>
#include <memory>
#include <unordered_map>
#include <vector>

#include "server/net/deadlines.h"
#include "server/net/epolldispatcher.h"
#include "server/net/httphead.h"
#include "server/net/httpserver.h"

// What the parts of the HTTP server share. Private to server/net.
namespace halftone::net {

// A connection that a server holds: HTTP at first, perhaps a WebSocket later.
class ServedConnection : public IoHandler {
 public:
  // Ends without a word to anybody; called once, by the server's end.
  virtual void drop() = 0;
  // Goes on with what it put off to the end of the turn.
  virtual void resume() = 0;
};

// Lives until the server is destroyed and its last function on the stack has returned.
struct HttpServer::State final : public TickHook, public std::enable_shared_from_this<HttpServer::State> {
  State(EpollDispatcher* loop, Limits someLimits, Handler aHandler);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void accept(UniqueFd fd, const SocketAddress& peer);
  void add(std::unique_ptr<ServedConnection> connection);
  void remove(ServedConnection* connection);  // frees it at the end of the turn
  void resumeLater(ServedConnection* connection);
  void shutDown();
  void tickEnded() override;

  // The Date field's value (RFC 9110 section 5.6.7).
  [[nodiscard]] const std::string& date();

  QPointer<EpollDispatcher> dispatcher;
  Limits limits;
  Handler handler;
  DeadlineWheel deadlines;
  std::unique_ptr<Acceptor> acceptor;
  std::unordered_map<ServedConnection*, std::unique_ptr<ServedConnection>> connections;
  std::vector<ServedConnection*> toResume;
  RequestHead head;                        // scratch of the parser
  std::array<char, 64 * 1024> readBuffer;  // scratch of whoever reads
  std::time_t dateSecond = 0;
  std::string dateText;
};

class HttpServerConnection;

// One request that waits for its answer.
struct HttpResponder::Shared {
  Shared() = default;
  ~Shared();
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  HttpServerConnection* connection = nullptr;  // null: answered, or the client has left
  bool isGone = false;                         // left before the answer
  std::function<void()> onGone;
};

}  // namespace halftone::net
