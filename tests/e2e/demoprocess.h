// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>
#include <vector>

#include "tests/support/childprocess.h"

namespace halftone::test {

// `halftone-server demo` as a user starts it, and what its first line told.
class DemoProcess {
 public:
  struct Node {
    QString id;
    QString version;
    QString address;
    qint64 pid = 0;
  };

  // False if it did not come up; the reason is in the test's log.
  [[nodiscard]] bool start(const QStringList& arguments);
  // Whether it ended in good order and took its children along.
  [[nodiscard]] bool stop();

  [[nodiscard]] const QUrl& consul() const { return m_consul; }
  [[nodiscard]] const QUrl& proxy() const { return m_proxy; }
  [[nodiscard]] const QUrl& proxyAdmin() const { return m_proxyAdmin; }
  [[nodiscard]] const QUrl& admin() const { return m_admin; }
  [[nodiscard]] const std::vector<Node>& chat() const { return m_chat; }
  [[nodiscard]] ChildProcess& process() { return m_process; }

 private:
  ChildProcess m_process;
  QUrl m_consul;
  QUrl m_proxy;
  QUrl m_proxyAdmin;
  QUrl m_admin;
  std::vector<Node> m_chat;
};

// Runs halftonectl and waits for its end (30 s at most).
struct CommandResult {
  int exitCode = -1;
  QByteArray output;
  QByteArray errors;
};
[[nodiscard]] CommandResult halftonectl(const QStringList& arguments);

}  // namespace halftone::test
