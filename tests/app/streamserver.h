// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>
#include <memory>

namespace halftone::test {

// A role's stream as a reader meets it (resources/docs/streams.md), in the test's own process: sends what the
// test says.
class StreamServer : public QObject {
 public:
  StreamServer() : m_server(QStringLiteral("test"), QWebSocketServer::NonSecureMode) {
    connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
      m_client.reset(m_server.nextPendingConnection());
      ++m_accepted;
      if (!m_greeting.isEmpty()) m_client->sendTextMessage(m_greeting);
    });
  }
  [[nodiscard]] bool listen(quint16 port = 0) { return m_server.listen(QHostAddress::LocalHost, port); }
  [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
  [[nodiscard]] QString admin() const {
    return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort());
  }
  // Sent to each new connection.
  void greet(const QString& text) { m_greeting = text; }
  void send(const QString& text) {
    if (m_client) m_client->sendTextMessage(text);
  }
  // As a killed process ends: no more connections either.
  void die() {
    m_server.close();
    m_client.reset();
  }
  [[nodiscard]] int accepted() const { return m_accepted; }

 private:
  QWebSocketServer m_server;
  std::unique_ptr<QWebSocket> m_client;
  QString m_greeting;
  int m_accepted = 0;
};

}  // namespace halftone::test
