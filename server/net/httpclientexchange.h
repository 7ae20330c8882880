// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/net/deadlines.h"
#include "server/net/epolldispatcher.h"
#include "server/net/httpclient.h"
#include "server/net/httphead.h"
#include "server/net/sendqueue.h"

// What the parts of the HTTP client share. Private to server/net.
namespace halftone::net {

class HttpClientConnection;

// A request with what is to be called, on its way.
struct HttpClientExchange {
  ClientRequest request;
  HttpClient::Done done;
  std::string bytes;  // as sent
  std::chrono::steady_clock::time_point until;
  bool mayRetry = false;
};

// Lives until the client is destroyed and its last function on the stack has returned.
struct HttpClient::State final : public TickHook, public std::enable_shared_from_this<HttpClient::State> {
  explicit State(EpollDispatcher* loop);
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // On a connection that waits, else on a new one.
  void start(HttpClientExchange exchange);
  void startAnew(HttpClientExchange exchange);
  // The result is handed over at the end of the turn, never from within send().
  void finish(HttpClientExchange exchange, Result<HttpResponse> result);
  void keepIdle(HttpClientConnection* connection);
  void remove(HttpClientConnection* connection);  // frees it at the end of the turn
  void shutDown();
  void tickEnded() override;

  QPointer<EpollDispatcher> dispatcher;
  DeadlineWheel deadlines;
  std::unordered_map<HttpClientConnection*, std::unique_ptr<HttpClientConnection>> connections;
  std::unordered_map<std::string, std::vector<HttpClientConnection*>> idle;  // by address, the last used last
  std::vector<std::pair<HttpClient::Done, Result<HttpResponse>>> finished;
  ResponseHead head;                       // scratch of the parser
  std::array<char, 64 * 1024> readBuffer;  // scratch of whoever reads
};

// One connection of an HttpClient: one exchange at a time, idle between them.
class HttpClientConnection final : public IoHandler, private Deadline {
 public:
  HttpClientConnection(HttpClient::State& client, UniqueFd fd, const SocketAddress& to);
  [[nodiscard]] bool watch();
  void start(HttpClientExchange exchange);
  void ready(std::uint32_t events) override;
  void close();
  [[nodiscard]] const std::string& key() const { return m_key; }

 private:
  enum class Phase { Idle, Connecting, Head, Body, Closed };

  void expired() override;
  void sendRequest();
  void receive();
  void read();
  [[nodiscard]] bool readHead();
  void readBody();
  void readChunkedBody();
  [[nodiscard]] bool takeBody(std::string_view part);
  void ended();
  void complete();
  void failWith(ErrorCode code, std::string message);

  HttpClient::State* m_client;
  UniqueFd m_fd;
  std::string m_key;
  Phase m_phase = Phase::Connecting;
  bool m_isFresh = true;
  bool m_isReadable = false;
  HttpClientExchange m_exchange;
  SendQueue m_output;
  std::string m_input;
  std::size_t m_headSeen = 0;
  HttpResponse m_response;
  BodyFraming m_framing = BodyFraming::None;
  std::uint64_t m_bodyLeft = 0;
  bool m_keepAlive = false;
  ChunkScanner m_chunks;
};

}  // namespace halftone::net
