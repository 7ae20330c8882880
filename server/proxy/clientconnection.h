// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "backend/policy/request.h"
#include "server/net/deadlines.h"
#include "server/net/epolldispatcher.h"
#include "server/net/httphead.h"
#include "server/proxy/stream.h"

namespace halftone::proxy {

class Exchange;
class Relay;
class Tunnel;
class UpstreamConnection;
class Worker;
struct VersionCounters;
struct VersionState;

// A client's connection: reads heads, gives each request to an exchange, one at a time, and lives on until
// the client, a timeout or the protocol ends it. An idle one owns no buffer. Owned by the worker.
//
//   Head --request--> Busy --answer handed over--> Flushing --sent--> Head
//     |                 +--101--> Busy (tunnel)         |
//     +--refused--> Flushing --sent--> Lingering <------+ (last answer)
class ClientConnection final : public net::IoHandler, public net::Deadline {
 public:
  ClientConnection(Worker& worker, net::UniqueFd fd, const net::SocketAddress& peer);
  ~ClientConnection() override;

  void start();
  void ready(std::uint32_t events) override;
  void expired() override;
  // The proxy is about to end: the connection closes after its answer, an idle one a little later.
  void drain();

  // For its relay:
  [[nodiscard]] Stream& stream() { return m_stream; }
  [[nodiscard]] const std::string& address() const { return m_address; }  // without port
  [[nodiscard]] const policy::Address& peer() const { return m_peer; }
  [[nodiscard]] bool isTrusted() const { return m_trusted; }
  void startDeadline(std::chrono::milliseconds after);
  // Bytes that were read but belong to the next request.
  void keep(std::string_view bytes) { m_input.append(bytes); }
  // The exchange is over and has handed over the whole answer. The caller must not touch itself after it.
  void exchangeEnded(bool keepAlive);
  // The exchange is over; the proxy answers instead.
  // `fields`: whole lines for its head.
  void answerInstead(int status, std::string_view why, bool keepAlive, bool withBody,
                     std::string_view fields = {});
  // The exchange is over and the answer cannot be completed.
  void cut(bool reset);
  // The exchange is over and became a tunnel of this version.
  void startTunnel(UpstreamConnection& upstream, VersionCounters& counters,
                   std::shared_ptr<VersionState> state);

  // Goes on with what is readable, after a pause that was made to be fair to others.
  void resume();
  [[nodiscard]] bool isPaused() const { return m_paused; }
  void setPaused(bool paused) { m_paused = paused; }

  std::size_t slot = 0;  // its place in the worker's table

 private:
  enum class State { Head, Busy, Flushing, Lingering, Closed };
  void advance();
  [[nodiscard]] bool readHead();
  [[nodiscard]] bool readProxyHeader();
  [[nodiscard]] bool startTls();  // if clients come with it; false: closed
  void setAddress(const net::SocketAddress& address);
  [[nodiscard]] bool parseHead(std::string_view bytes, std::size_t alreadySeen, std::string* owner);
  void begin(const net::RequestHead& head, std::string_view rest);
  void refuse(int status, std::string_view why, bool withBody = true);
  void answered(bool keepAlive);
  void flush();
  void afterFlush();
  void linger();
  void discard();
  void releaseExchange();
  void close();

  Worker& m_worker;
  Stream m_stream;
  Relay* m_relay = nullptr;  // m_exchange or m_tunnel
  std::unique_ptr<Exchange> m_exchange;
  std::unique_ptr<Tunnel> m_tunnel;
  std::string m_input;     // read but not used: part of a head, or requests to come
  std::size_t m_seen = 0;  // of m_input: known to be no whole head
  std::string m_address;
  policy::Address m_peer;
  std::size_t m_lingered = 0;  // bytes thrown away
  State m_state = State::Head;
  bool m_trusted = false;
  bool m_awaitsProxyHeader = false;
  bool m_advancing = false;
  bool m_keepAlive = true;  // after what is being flushed
  bool m_headStarted = false;
  bool m_paused = false;
};

}  // namespace halftone::proxy
