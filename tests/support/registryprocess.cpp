// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registryprocess.h"

#include <QDebug>
#include <QJsonDocument>
#include <QJsonObject>

#include "tests/support/consulprocess.h"

namespace halftone::test {

bool RegistryProcess::start() {
  return startAt(QStringLiteral("127.0.0.1:0"));
}

bool RegistryProcess::restart() {
  m_process.terminate();
  return startAt(m_url.authority());
}

bool RegistryProcess::startAt(const QString& listen) {
  const QStringList arguments{QStringLiteral("registry"), QStringLiteral("--listen"), listen,
                              QStringLiteral("--data"), m_data.path()};
  if (m_process.start(builtProgram(QStringLiteral("halftone-server")), arguments)) {
    const QJsonObject ready = QJsonDocument::fromJson(m_process.firstLine(std::chrono::seconds(20))).object();
    const QString address = ready[QLatin1String("listen")].toString();
    m_url = QUrl(QStringLiteral("http://") + address);
    if (!address.isEmpty() && m_url.port() > 0) return true;
  }
  qWarning().noquote() << "the registry does not start:" << m_process.output() << m_process.errorOutput();
  m_process.kill();
  return false;
}

std::unique_ptr<RegistryUnderTest> chosenRegistry() {
  if (qEnvironmentVariable("HALFTONE_TEST_REGISTRY") == QLatin1String("embedded")) {
    return std::make_unique<RegistryProcess>();
  }
  return std::make_unique<ConsulProcess>();
}

}  // namespace halftone::test
