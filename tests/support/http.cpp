// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/http.h"

#include <QDeadlineTimer>
#include <QTcpSocket>

namespace halftone::test {

QByteArray HttpReply::field(const QByteArray& name) const {
  for (const QByteArray& line : head.split('\n')) {
    const qsizetype colon = line.indexOf(':');
    if (colon > 0 && line.left(colon).compare(name, Qt::CaseInsensitive) == 0) {
      return line.mid(colon + 1).trimmed();
    }
  }
  return {};
}

HttpReply exchange(const QByteArray& method, const QUrl& base, const QByteArray& target,
                   const QByteArray& body, const HttpFields& fields, std::chrono::milliseconds timeout) {
  const QDeadlineTimer deadline(timeout);
  QTcpSocket socket;
  socket.connectToHost(base.host(), static_cast<quint16>(base.port(80)));
  if (!socket.waitForConnected(static_cast<int>(deadline.remainingTime()))) return {};

  QByteArray request = method + ' ' + target + " HTTP/1.0\r\nHost: " + base.authority().toUtf8() + "\r\n";
  for (const auto& [name, value] : fields) request += name + ": " + value + "\r\n";
  if (!body.isEmpty() || method != "GET") {
    request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
  }
  socket.write(request + "\r\n" + body);

  while (socket.state() != QAbstractSocket::UnconnectedState) {
    if (deadline.hasExpired()) return {};
    socket.waitForDisconnected(static_cast<int>(deadline.remainingTime()));
  }
  const QByteArray answer = socket.readAll();
  const qsizetype end = answer.indexOf("\r\n\r\n");
  if (end < 0) return {};
  HttpReply reply;
  reply.head = answer.left(end);
  reply.body = answer.mid(end + 4);
  reply.status = reply.head.mid(reply.head.indexOf(' ') + 1, 3).toInt();
  return reply;
}

}  // namespace halftone::test
