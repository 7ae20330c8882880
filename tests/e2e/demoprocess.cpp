// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/demoprocess.h"

#include <signal.h>

#include <QDebug>
#include <QProcess>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace halftone::test {

namespace {

using nlohmann::json;
using namespace std::chrono_literals;

QString text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>())
                                                     : QString();
}

}  // namespace

bool DemoProcess::start(const QStringList& arguments) {
  if (!m_process.start(builtProgram(QStringLiteral("halftone-server")),
                       QStringList{QStringLiteral("demo")} + arguments)) {
    return false;
  }
  const QByteArray line = m_process.firstLine(60s);
  const json ready = json::parse(line.toStdString(), nullptr, false);
  if (!ready.is_object()) {
    qWarning() << "the demo said" << line << m_process.errorOutput();
    return false;
  }
  m_consul = QUrl(text(ready, "consul"));
  m_proxy = QUrl(text(ready, "proxy"));
  m_proxyAdmin = QUrl(text(ready, "proxyAdmin"));
  m_admin = QUrl(text(ready, "demo"));
  m_chat.clear();
  for (const json& node : ready.at("chat")) {
    m_chat.push_back(
        {text(node, "node"), text(node, "version"), text(node, "address"), node.at("pid").get<qint64>()});
  }
  return m_consul.isValid() && m_proxy.isValid() && m_proxyAdmin.isValid() && !m_chat.empty();
}

bool DemoProcess::stop() {
  const bool orderly = m_process.terminate() && m_process.exitCode() == 0;
  const bool childrenGone = std::none_of(m_chat.begin(), m_chat.end(), [](const Node& node) {
    return ::kill(static_cast<pid_t>(node.pid), 0) == 0;
  });
  if (!orderly) qWarning() << "the demo ended badly:" << m_process.exitCode() << m_process.errorOutput();
  return orderly && childrenGone;
}

CommandResult halftonectl(const QStringList& arguments) {
  QProcess process;
  process.start(builtProgram(QStringLiteral("halftonectl")), arguments);
  if (!process.waitForFinished(30'000)) return {-1, {}, process.errorString().toUtf8()};
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

}  // namespace halftone::test
