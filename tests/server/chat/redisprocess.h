// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include "server/chat/redisconnection.h"
#include "tests/support/childprocess.h"

namespace halftone::chat::testing {

// A real redis-server on a free port of 127.0.0.1 that syncs each command to its disk.
class RedisProcess {
 public:
  // Empty password: none is wanted.
  [[nodiscard]] bool start(const QString& password = {});
  // As before, on the same port and the same files.
  [[nodiscard]] bool restart();
  void kill() { m_process.kill(); }
  // SIGSTOP and SIGCONT: it takes what it is sent, and does it later.
  void hang();
  void goOn();
  [[nodiscard]] RedisAddress address() const { return {"127.0.0.1", m_port, {}, {}, 0}; }
  [[nodiscard]] QString url() const { return QStringLiteral("redis://127.0.0.1:%1").arg(m_port); }

 private:
  [[nodiscard]] bool startOnce();
  [[nodiscard]] bool answers() const;

  QTemporaryDir m_folder;
  QString m_password;
  int m_port = 0;
  test::ChildProcess m_process;
};

}  // namespace halftone::chat::testing
