// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/browser.h"

#include <QRegularExpression>
#include <QTest>

namespace halftone::test {

using nlohmann::json;

namespace {

constexpr int kDeadlineMs = 20'000;

}  // namespace

bool Browser::start() {
  // Without its sandbox, since tests may run as root, where Chromium refuses to have one: it opens nothing
  // but pages of the test's own servers.
  const QStringList arguments{QStringLiteral("--headless=new"),
                              QStringLiteral("--no-sandbox"),
                              QStringLiteral("--disable-gpu"),
                              QStringLiteral("--disable-dev-shm-usage"),
                              QStringLiteral("--no-first-run"),
                              QStringLiteral("--disable-background-networking"),
                              QStringLiteral("--disable-component-update"),
                              QStringLiteral("--disable-background-timer-throttling"),
                              QStringLiteral("--disable-renderer-backgrounding"),
                              QStringLiteral("--remote-debugging-port=0"),
                              QStringLiteral("--user-data-dir=") + m_profile.path(),
                              QStringLiteral("about:blank")};
  if (!m_process.start(QStringLiteral("chromium"), arguments)) {
    qWarning("chromium cannot be started; resources/scripts/setup.sh long installs it");
    return false;
  }
  const QRegularExpression line(QStringLiteral("DevTools listening on (ws://\\S+)"));
  QRegularExpressionMatch match;
  const auto isUp = [&] {
    match = line.match(QString::fromUtf8(m_process.errorOutput()));
    return match.hasMatch();
  };
  if (!QTest::qWaitFor(isUp, kDeadlineMs)) {
    qWarning("chromium did not come up: %s", m_process.errorOutput().constData());
    return false;
  }
  connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
    const json frame = json::parse(text.toStdString(), nullptr, false);
    if (frame.is_object() && frame.contains("id")) m_answers.insert(frame["id"].get<int>(), frame.dump());
  });
  m_socket.open(QUrl(match.captured(1)));
  return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, kDeadlineMs);
}

json Browser::call(const char* method, const json& parameters, const QString& session) {
  const int id = ++m_calls;
  json frame{{"id", id}, {"method", method}, {"params", parameters}};
  if (!session.isEmpty()) frame["sessionId"] = session.toStdString();
  m_socket.sendTextMessage(QString::fromStdString(frame.dump()));
  if (!QTest::qWaitFor([&] { return m_answers.contains(id); }, kDeadlineMs)) {
    qWarning("chromium did not answer %s", method);
    return {};
  }
  const json answer = json::parse(m_answers.take(id));
  if (!answer.contains("result")) {
    qWarning("chromium refused %s: %s", method, answer.dump().c_str());
    return {};
  }
  return answer["result"];
}

QString Browser::open(const QUrl& url) {
  const json target = call("Target.createTarget", {{"url", url.toString().toStdString()}});
  if (target.is_null()) return {};
  const json attached = call("Target.attachToTarget", {{"targetId", target["targetId"]}, {"flatten", true}});
  if (attached.is_null()) return {};
  const QString page = QString::fromStdString(attached["sessionId"].get<std::string>());
  // A new page is an empty one for a moment, which is complete, too.
  const auto isLoaded = [&] {
    return evaluate(page, QStringLiteral(
                              "document.readyState==='complete'&&location.href!=='about:blank'")) == true;
  };
  return QTest::qWaitFor(isLoaded, kDeadlineMs) ? page : QString();
}

json Browser::evaluate(const QString& page, const QString& expression) {
  const json result =
      call("Runtime.evaluate", {{"expression", expression.toStdString()}, {"returnByValue", true}}, page);
  if (result.is_null() || result.contains("exceptionDetails")) {
    qWarning("%s: %s", qPrintable(expression), result.dump().c_str());
    return {};
  }
  return result["result"].value("value", json());
}

}  // namespace halftone::test
