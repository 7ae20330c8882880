// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/chat/chatclient.h"

#include <QTest>
#include <algorithm>

namespace halftone::chat::testing {

ChatClient::ChatClient(const net::SocketAddress& to, const std::string& user, const std::string& query) {
  connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
    json frame = json::parse(text.toStdString(), nullptr, false);
    if (frame.is_object() && frame.value("type", "") == "welcome") m_greeting = frame;
    m_frames.push_back(std::move(frame));
  });
  m_socket.open(QUrl(QString::fromStdString("ws://" + to.toString() + "/ws?user=" + user + query)));
}

void ChatClient::send(const json& frame) {
  m_socket.sendTextMessage(QString::fromStdString(frame.dump()));
}

json ChatClient::take(const std::string& type, int timeoutMs) {
  const auto isWanted = [&type](const json& frame) {
    return frame.is_object() && frame.value("type", "") == type;
  };
  auto at = m_frames.end();
  const bool came = QTest::qWaitFor(
      [&] {
        at = std::find_if(m_frames.begin(), m_frames.end(), isWanted);
        return at != m_frames.end();
      },
      timeoutMs);
  if (!came) return {};
  json frame = std::move(*at);
  m_frames.erase(at);
  return frame;
}

json ChatClient::enter(const std::string& room) {
  if (!waitUntilGreeted()) return {};
  send({{"type", "join"}, {"room", room}});
  return take("joined");
}

std::size_t ChatClient::waiting(const std::string& type) const {
  return static_cast<std::size_t>(std::count_if(m_frames.begin(), m_frames.end(), [&type](const json& frame) {
    return frame.is_object() && frame.value("type", "") == type;
  }));
}

bool ChatClient::waitUntilGreeted() {
  return QTest::qWaitFor([this] { return !m_greeting.is_null(); }, 10000);
}

bool ChatClient::waitUntilClosed(int timeoutMs) {
  return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, timeoutMs);
}

}  // namespace halftone::chat::testing
