// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QWebSocket>
#include <deque>
#include <string>

#include "server/net/socket.h"
#include "tests/server/chat/jsoncompare.h"

namespace halftone::chat::testing {

using nlohmann::json;

// A chat client on Qt's own WebSocket, which shares no code with the node.
class ChatClient : public QObject {
  Q_OBJECT
 public:
  // Connects; `query` is what follows "user=USER" in the target.
  ChatClient(const net::SocketAddress& to, const std::string& user, const std::string& query = {});

  void send(const json& frame);
  // Waits for a frame of this type and gives it; frames of other types before it are kept for later. A null
  // value if none comes.
  [[nodiscard]] json take(const std::string& type, int timeoutMs = 10000);
  // Waits for the node's greeting, then enters the room and gives the answer.
  json enter(const std::string& room);
  void say(const std::string& room, const std::string& text) {
    send({{"type", "say"}, {"room", room}, {"text", text}});
  }
  // How many frames of this type have come and were not taken.
  [[nodiscard]] std::size_t waiting(const std::string& type) const;
  [[nodiscard]] const json& greeting() const { return m_greeting; }
  [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
  [[nodiscard]] bool waitUntilClosed(int timeoutMs = 10000);
  [[nodiscard]] int closeCode() const { return m_socket.closeCode(); }
  [[nodiscard]] bool waitUntilGreeted();
  QWebSocket& socket() { return m_socket; }

 private:
  QWebSocket m_socket;
  json m_greeting;
  std::deque<json> m_frames;
};

}  // namespace halftone::chat::testing
