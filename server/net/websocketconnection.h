// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/net/httpserverstate.h"
#include "server/net/sendqueue.h"
#include "server/net/websocketframe.h"

namespace halftone::net {

// An open WebSocket of an HttpServer: what becomes of a connection that was upgraded. Owned by the server's
// state; after the end it is only freed.
class WebSocketConnection final : public ServedConnection, public WebSocketPeer, private Deadline {
 public:
  static constexpr std::size_t kMaxBuffered = 4 * 1024 * 1024;

  // `input`: what the client sent after its handshake.
  WebSocketConnection(HttpServer::State& server, UniqueFd fd, std::string input);
  // Answers the handshake. False: the connection is broken, and the object about to be freed.
  [[nodiscard]] bool start(std::string_view handshakeKey);

  void sendText(std::string_view text) override;
  [[nodiscard]] std::size_t bufferedBytes() const override { return m_output.size(); }
  void close(std::uint16_t code, std::string_view reason) override;

  void ready(std::uint32_t events) override;
  void drop() override;
  void resume() override;

 private:
  enum class Phase {
    Open,
    Closing,    // our Close is sent, the client's awaited
    Lingering,  // both are done, or there is nothing more to say: flush, end our side, wait for the client's
                // end
    Gone
  };

  void expired() override;
  void receive();
  void read(char* bytes, std::size_t size);
  void handle(const ws::Reader::Event& event);
  void handleMessage(const ws::Reader::Event& event);
  void send(std::string_view bytes);
  void sendClose(std::uint16_t code, std::string_view reason);
  void linger();
  void notifyClosed();
  void end();

  HttpServer::State* m_server;
  UniqueFd m_fd;
  std::string m_input;
  ws::Reader m_reader;
  SendQueue m_output;
  Phase m_phase = Phase::Open;
  bool m_isReadable = false;
  bool m_isBroken = false;       // to be ended at the end of the turn
  bool m_isOverflowing = false;  // likewise
  bool m_isShutDown = false;
  bool m_wasHeard = true;  // since the last look
  bool m_wasNotified = false;
};

}  // namespace halftone::net
