// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/net/httpserverstate.h"
#include "server/net/sendqueue.h"

namespace halftone::net {

// One connection of an HttpServer: reads a request, has it handled, sends its answer, reads the next.
// Pipelined requests wait in the socket and in m_input, so that answers leave in order. Owned by the server's
// state; after close() it is only freed.
class HttpServerConnection final : public ServedConnection, private Deadline {
 public:
  HttpServerConnection(HttpServer::State& server, UniqueFd fd, const SocketAddress& peer);
  [[nodiscard]] bool watch();

  void answer(HttpResponse response);
  [[nodiscard]] WebSocketPeer* upgrade();
  // Answers what is no request (any more), and closes when the client has seen it.
  void refuse(int status, const char* why);

  void ready(std::uint32_t events) override;
  void drop() override;
  void resume() override { advance(); }

 private:
  enum class Phase { Idle, Head, Body, Handling, Lingering, Closed };
  // What the answer must know of its request.
  struct Exchange {
    bool keepAlive = false;
    bool isHead = false;
    bool isHttp10 = false;
    int handshakeAnswer = 400;  // 101: a correct WebSocket handshake
    std::string handshakeKey;
  };

  void expired() override;
  void advance();
  [[nodiscard]] bool receive();
  [[nodiscard]] bool step();
  [[nodiscard]] bool readHead();
  void startRequest(const RequestHead& head);
  [[nodiscard]] bool readLengthBody();
  [[nodiscard]] bool readChunkedBody();
  void handle();
  void send(std::string_view bytes);
  void finishAnswer();
  void linger();
  void leave();
  void close();

  [[nodiscard]] std::string_view input() const { return std::string_view(m_input).substr(m_inputUsed); }
  void consume(std::size_t bytes) { m_inputUsed += bytes; }
  void compactInput();

  HttpServer::State* m_server;
  UniqueFd m_fd;
  SocketAddress m_peer;
  Phase m_phase = Phase::Idle;
  bool m_isReadable = false;
  bool m_peerEnded = false;  // as the event told; there may be bytes to read before
  bool m_sawEnd = false;     // they have been read
  bool m_isAdvancing = false;
  bool m_isShutDown = false;
  std::string m_input;
  std::size_t m_inputUsed = 0;
  std::size_t m_headSeen = 0;
  HttpRequest m_request;
  Exchange m_exchange;
  BodyFraming m_framing = BodyFraming::None;
  std::uint64_t m_bodyLeft = 0;
  ChunkScanner m_chunks;
  std::weak_ptr<HttpResponder::Shared> m_pending;
  SendQueue m_output;
};

}  // namespace halftone::net
