// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/proxy/program.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include "tests/server/proxy/fixture.h"

namespace halftone::proxy::test {

QString ProxyProgram::write(const QString& name, const std::string& text) {
  QFile file(m_directory.filePath(name));
  if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(text));
  return file.fileName();
}

bool ProxyProgram::start(const std::string& instance, const QStringList& more) {
  return start(betaPolicy(), "{\"v1\":[\"" + instance + "\"]}", more);
}

bool ProxyProgram::start(const std::string& policy, const std::string& endpoints, const QStringList& more) {
  const QString files = write(QStringLiteral("policy.json"), policy);
  return run(
      QStringList{QStringLiteral("--policy=") + files,
                  QStringLiteral("--endpoints=") + write(QStringLiteral("endpoints.json"), endpoints)} +
      more);
}

bool ProxyProgram::startOn(const QUrl& consul, const QStringList& more) {
  return run(QStringList{QStringLiteral("--consul=") + consul.toString()} + more);
}

bool ProxyProgram::run(const QStringList& more) {
  const QStringList arguments =
      QStringList{QStringLiteral("proxy"), QStringLiteral("--service=shop"),
                  QStringLiteral("--listen=127.0.0.1:0"), QStringLiteral("--admin=127.0.0.1:0"),
                  QStringLiteral("--workers=2")} +
      more;
  if (!m_process.start(halftone::test::builtProgram(QStringLiteral("halftone-server")), arguments)) {
    return false;
  }
  const QJsonObject ready = QJsonDocument::fromJson(m_process.firstLine(std::chrono::seconds(30))).object();
  const auto url = [&](const char* key) {
    return QUrl(QStringLiteral("http://") + ready.value(QLatin1String(key)).toString());
  };
  m_admin = url("admin");
  m_port = url("listen").port(0);
  return m_port > 0;
}

std::size_t ProxyProgram::memory() const {
  QFile file(QStringLiteral("/proc/%1/smaps_rollup").arg(m_process.pid()));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : file.readAll().split('\n')) {
    if (line.startsWith("Pss:")) return line.mid(4).trimmed().split(' ').front().toULongLong() * 1'024;
  }
  return 0;
}

}  // namespace halftone::proxy::test
