// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QSettings>
#include <QTest>

#include "tests/app/streamserver.h"
#include "tests/qml/pagedriver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

namespace halftone::test {

// A console on the page of sessions beside a real Consul with a policy and two chat nodes, whose streams are
// the test's: 30 sessions on chat-1 of v1, 10 on chat-2 of v2. A base of test classes.
class TwoNodes {
 protected:
  static constexpr int kPatience = 15'000;  // ms
  static constexpr char kPolicy[] =
      R"({"apiVersion":"halftone/v1","service":"chat",
        "versions":{"v1":{"select":{"version":"v1"}},"v2":{"select":{"version":"v2"}}},"stable":"v1",
        "default":{"split":[{"version":"v2","weight":25},{"version":"v1","weight":75}],"stickBy":"user"}})";

  // As a chat node tells of its sessions, numbered from..to.
  static QString frame(const QString& node, const QString& version, bool full, int from, int to) {
    QStringList sessions;
    for (int i = from; i < to; ++i) sessions << session(i);
    return QStringLiteral(
               R"({"type":"sessions","node":"%1","version":"%2","epoch":"e","full":%3,"sessions":[%4]})")
        .arg(node, version, full ? QStringLiteral("true") : QStringLiteral("false"),
             sessions.join(QLatin1Char(',')));
  }

  void startConsul() {
    QVERIFY(m_consul.start());
    put("/v1/kv/halftone/policies/chat?flags=1", kPolicy);
  }
  void startConsole() {
    QSettings().clear();  // what was in front in the test before
    m_one = std::make_unique<StreamServer>();
    m_two = std::make_unique<StreamServer>();
    QVERIFY(m_one->listen());
    QVERIFY(m_two->listen());
    m_one->greet(frame(QStringLiteral("chat-1"), QStringLiteral("v1"), true, 0, 30));
    m_two->greet(frame(QStringLiteral("chat-2"), QStringLiteral("v2"), true, 30, 40));
    enlist("chat-1", "v1", *m_one);
    enlist("chat-2", "v2", *m_two);
    m_page = std::make_unique<PageDriver>();
    QVERIFY(m_page->start(m_consul.url(), QStringLiteral("sessions")));
    QTRY_COMPARE_WITH_TIMEOUT(count(), QStringLiteral("40"), kPatience);
  }
  void endConsole() {
    m_page.reset();
    for (const QByteArray id : {"chat-1", "chat-2"}) put("/v1/agent/service/deregister/" + id);
  }

  void put(const QByteArray& target, const QByteArray& body = {}) {
    const auto reply = exchange("PUT", m_consul.url(), target, body);
    if (reply.status != 200) qInfo("%s: %d %s", target.constData(), reply.status, reply.body.constData());
  }
  [[nodiscard]] QString count() const {
    return m_page->of(QStringLiteral("sessionsCount"), "text").toString();
  }

  ConsulProcess m_consul;
  std::unique_ptr<StreamServer> m_one;
  std::unique_ptr<StreamServer> m_two;
  std::unique_ptr<PageDriver> m_page;

 private:
  static QString session(int number) {
    return QStringLiteral(
               R"({"id":"s%1","user":"u%1","rooms":["%2"],"messages":%3,"since":1,"lastActive":1})")
        .arg(number)
        .arg(number % 2 == 0 ? QStringLiteral("lobby") : QStringLiteral("games"))
        .arg(1000 - number);
  }
  void enlist(const QByteArray& id, const QByteArray& version, const StreamServer& server) {
    put("/v1/agent/service/register", R"({"ID":")" + id + R"(","Name":"chat","Port":1,"Meta":{"version":")" +
                                          version + R"(","admin":")" + server.admin().toUtf8() +
                                          R"("},"Check":{"TTL":"600s","Status":"passing"}})");
  }
};

}  // namespace halftone::test
