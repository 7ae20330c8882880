// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "tests/support/childprocess.h"
#include "tests/support/registryundertest.h"

namespace halftone::test {

// A real Consul: `consul agent -dev` on free ports of 127.0.0.1. The program is HALFTONE_CONSUL's, else the
// one in PATH.
class ConsulProcess : public RegistryUnderTest {
 public:
  // More arguments of `consul agent`, such as {"-hcl", "acl { enabled = true }"}.
  explicit ConsulProcess(QStringList more = {}) : m_more(std::move(more)) {}

  [[nodiscard]] bool start() override;
  [[nodiscard]] QUrl url() const override;
  void stop() override { m_process.terminate(); }
  [[nodiscard]] bool restart() override;
  [[nodiscard]] ChildProcess& process() override { return m_process; }

 private:
  struct Ports {
    quint16 http = 0;
    quint16 serf = 0;
    quint16 wan = 0;
    quint16 server = 0;
  };
  [[nodiscard]] bool startOnce();
  [[nodiscard]] bool hasLeader() const;

  QStringList m_more;
  Ports m_ports;
  ChildProcess m_process;
};

}  // namespace halftone::test
