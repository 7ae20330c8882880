// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scriptedserver.h"

#include <QTcpSocket>
#include <utility>

namespace halftone::test {

ScriptedServer::ScriptedServer(Script script) : m_script(std::move(script)) {
  connect(&m_server, &QTcpServer::newConnection, this, [this] {
    while (QTcpSocket* socket = m_server.nextPendingConnection()) {
      connect(socket, &QTcpSocket::readyRead, socket,
              [this, socket, head = QByteArray()]() mutable { read(socket, head); });
      connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }
  });
  m_server.listen(QHostAddress::LocalHost);
}

QUrl ScriptedServer::url() const {
  return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
}

void ScriptedServer::hangUp() {
  const auto sockets = m_server.findChildren<QTcpSocket*>();
  for (QTcpSocket* socket : sockets) socket->disconnectFromHost();
}

QByteArray ScriptedServer::answer(int status, const QByteArray& body, const QByteArray& fields) {
  return "HTTP/1.1 " + QByteArray::number(status) +
         " Scripted\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + fields + "\r\n" + body;
}

void ScriptedServer::read(QTcpSocket* socket, QByteArray& head) {
  head += socket->readAll();
  for (qsizetype end = head.indexOf("\r\n\r\n"); end >= 0; end = head.indexOf("\r\n\r\n")) {
    const QByteArray line = head.left(head.indexOf("\r\n"));
    head.remove(0, end + 4);
    m_targets.append(line.split(' ').value(1));
    if (const std::optional<QByteArray> bytes = m_script(m_targets.last())) socket->write(*bytes);
  }
}

}  // namespace halftone::test
