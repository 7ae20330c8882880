// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <QUrl>
#include <string>

#include "tests/support/childprocess.h"

namespace halftone::proxy::test {

// `halftone-server proxy` in a process of its own, with one instance of v1 and files for a policy.
class ProxyProgram {
 public:
  // All false if it does not come up.
  [[nodiscard]] bool start(const std::string& instance, const QStringList& more = {});
  [[nodiscard]] bool start(const std::string& policy, const std::string& endpoints, const QStringList& more);
  [[nodiscard]] bool startOn(const QUrl& consul, const QStringList& more);
  [[nodiscard]] int port() const { return m_port; }
  [[nodiscard]] QUrl admin() const { return m_admin; }
  [[nodiscard]] halftone::test::ChildProcess& process() { return m_process; }
  // Proportional set size, in bytes.
  [[nodiscard]] std::size_t memory() const;

 private:
  QString write(const QString& name, const std::string& text);
  [[nodiscard]] bool run(const QStringList& more);
  QTemporaryDir m_directory;
  halftone::test::ChildProcess m_process;
  QUrl m_admin;
  int m_port = 0;
};

}  // namespace halftone::proxy::test
