// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QTcpSocket>

#include "server/net/socket.h"
#include "tests/server/net/epolltest.h"

// A client that sends what it is told and keeps what it gets.
class TestClient {
 public:
  explicit TestClient(const halftone::net::SocketAddress& address) {
    m_socket.connectToHost(QHostAddress(QString::fromStdString(address.host())), address.port());
  }
  [[nodiscard]] bool isConnected() {
    return turnsUntil([this] { return m_socket.state() == QAbstractSocket::ConnectedState; });
  }
  void send(const QByteArray& bytes) { m_socket.write(bytes); }
  void leave() { m_socket.abort(); }
  void close() { m_socket.disconnectFromHost(); }
  [[nodiscard]] QTcpSocket& socket() { return m_socket; }

  [[nodiscard]] const QByteArray& received() {
    m_received += m_socket.readAll();
    return m_received;
  }
  [[nodiscard]] bool receives(const QByteArray& text) {
    return turnsUntil([&] { return received().contains(text); }, 5000);
  }
  [[nodiscard]] bool receivesBytes(qsizetype count) {
    return turnsUntil([&] { return received().size() >= count; }, 5000);
  }
  [[nodiscard]] bool seesTheEnd() {
    return turnsUntil([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, 5000);
  }
  void forget() { m_received.clear(); }

 private:
  QTcpSocket m_socket;
  QByteArray m_received;
};
