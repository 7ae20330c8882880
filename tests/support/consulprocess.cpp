// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/consulprocess.h"

#include <QDebug>
#include <QTest>

#include "tests/support/http.h"
#include "tests/support/ports.h"

namespace halftone::test {

namespace {

constexpr int kReadyMs = 30'000;
constexpr int kAttempts = 5;

}  // namespace

bool ConsulProcess::start() {
  // Somebody may take a port between our look and Consul's start; then it ends at once, and we try others.
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::vector<quint16> ports = freePorts(4);
    if (ports.size() < 4) break;
    m_ports = {ports[0], ports[1], ports[2], ports[3]};
    if (startOnce()) return true;
  }
  qWarning().noquote() << "consul does not start:" << m_process.output() << m_process.errorOutput();
  return false;
}

bool ConsulProcess::restart() {
  m_process.terminate();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (startOnce()) return true;
  }
  qWarning().noquote() << "consul does not start again:" << m_process.output() << m_process.errorOutput();
  return false;
}

QUrl ConsulProcess::url() const {
  return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_ports.http));
}

bool ConsulProcess::startOnce() {
  const auto option = [](const char* name, quint16 port) {
    return QStringLiteral("-%1=%2").arg(QLatin1String(name)).arg(port);
  };
  const QStringList arguments{QStringLiteral("agent"),
                              QStringLiteral("-dev"),
                              QStringLiteral("-bind=127.0.0.1"),
                              QStringLiteral("-client=127.0.0.1"),
                              QStringLiteral("-node=node-under-test"),
                              QStringLiteral("-log-level=info"),
                              QStringLiteral("-dns-port=-1"),
                              QStringLiteral("-grpc-port=-1"),
                              option("http-port", m_ports.http),
                              option("serf-lan-port", m_ports.serf),
                              option("serf-wan-port", m_ports.wan),
                              option("server-port", m_ports.server),
                              QStringLiteral("-hcl=disable_update_check = true")};
  if (!m_process.start(qEnvironmentVariable("HALFTONE_CONSUL", QStringLiteral("consul")),
                       arguments + m_more)) {
    return false;
  }
  const bool decided = QTest::qWaitFor([this] { return !m_process.isRunning() || hasLeader(); }, kReadyMs);
  if (decided && m_process.isRunning()) return true;
  m_process.kill();
  return false;
}

// A leader, and the agent's own node in the catalog: from then on writes and health reads work. Under ACLs
// the catalog looks empty without a token; there the log says when the node is in.
bool ConsulProcess::hasLeader() const {
  const HttpReply leader = exchange("GET", url(), "/v1/status/leader");
  return leader.status == 200 && leader.body.size() > 2 && m_process.output().contains("Synced node info");
}

}  // namespace halftone::test
