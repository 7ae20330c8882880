// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/chat/redisprocess.h"

#include <QTcpSocket>
#include <csignal>

#include "tests/server/chat/testnode.h"
#include "tests/support/ports.h"

namespace halftone::chat::testing {

bool RedisProcess::start(const QString& password) {
  m_password = password;
  for (int attempt = 0; attempt < 20; ++attempt) {
    m_port = halftone::test::freePort();
    if (startOnce()) return true;
  }
  return false;
}

bool RedisProcess::restart() {
  m_process.kill();
  return startOnce();
}

void RedisProcess::hang() {
  ::kill(static_cast<pid_t>(m_process.pid()), SIGSTOP);
}

void RedisProcess::goOn() {
  ::kill(static_cast<pid_t>(m_process.pid()), SIGCONT);
}

bool RedisProcess::startOnce() {
  const QStringList arguments{QStringLiteral("--port"),        QString::number(m_port),
                              QStringLiteral("--bind"),        QStringLiteral("127.0.0.1"),
                              QStringLiteral("--dir"),         m_folder.path(),
                              QStringLiteral("--appendonly"),  QStringLiteral("yes"),
                              QStringLiteral("--appendfsync"), QStringLiteral("always"),
                              QStringLiteral("--save"),        QString(),
                              QStringLiteral("--requirepass"), m_password};
  if (!m_process.start(QStringLiteral("redis-server"), arguments)) return false;
  return waitFor([this] { return !m_process.isRunning() || answers(); }) && m_process.isRunning();
}

bool RedisProcess::answers() const {
  QTcpSocket socket;
  socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_port));
  if (!socket.waitForConnected(1000)) return false;
  socket.write("PING\r\n");
  return socket.waitForReadyRead(1000) && !socket.readAll().startsWith("-LOADING");
}

}  // namespace halftone::chat::testing
