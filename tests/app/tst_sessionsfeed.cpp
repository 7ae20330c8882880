// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/feeds/sessionsfeed.h"
#include "tests/app/streamserver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kPatience = 15'000;

QString frame(const QString& node, bool full, const QStringList& open, const QStringList& closed = {},
              const QString& epoch = QStringLiteral("e1")) {
  QStringList sessions;
  for (const QString& id : open) {
    sessions << QStringLiteral(R"({"id":"%1","user":"u-%1","rooms":["lobby"],"messages":3})").arg(id);
  }
  const QString gone =
      closed.isEmpty() ? QString()
                       : QStringLiteral("\"") + closed.join(QStringLiteral("\",\"")) + QStringLiteral("\"");
  return QStringLiteral(
             R"({"type":"sessions","node":"%1","version":"v1","epoch":"%2","full":%3,"sessions":[%4],"closed":[%5]})")
      .arg(node, epoch, full ? QStringLiteral("true") : QStringLiteral("false"),
           sessions.join(QLatin1Char(',')), gone);
}

QStringList words(const char* text) {
  return QString::fromLatin1(text).split(QLatin1Char(' '));
}

}  // namespace

class SessionsFeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }

  void init() {
    m_a = std::make_unique<test::StreamServer>();
    m_b = std::make_unique<test::StreamServer>();
    QVERIFY(m_a->listen());
    QVERIFY(m_b->listen());
    m_a->greet(frame(QStringLiteral("a"), true, words("a1 a2")));
    m_b->greet(frame(QStringLiteral("b"), true, words("b1")));
    enlist("a", *m_a);
    enlist("b", *m_b);
    m_feed = std::make_unique<SessionsFeed>(consul::Endpoint{m_consul.url(), {}, {}});
    m_feed->follow(QStringLiteral("chat"));
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("a1 a2 b1"), kPatience);
  }
  void cleanup() {
    m_feed.reset();
    for (const QByteArray id : {"a", "b"}) put("/v1/agent/service/deregister/" + id);
  }

  void changesOfANodeAreMerged() {
    m_a->send(frame(QStringLiteral("a"), false, words("a3"), words("a1")));
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("a2 a3 b1"), kPatience);
    QCOMPARE(m_feed->status().state, FeedStatus::State::Ready);
    QCOMPARE(m_feed->heardCount(), 2);
  }

  void sessionsOfALostNodeAreStaleAtOnce() {
    m_a->die();
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("a1! a2! b1"), 3000);
    QCOMPARE(m_feed->status().state, FeedStatus::State::Ready);
  }

  void sessionsOfANodeThatConsulCallsCriticalGo() {
    m_a->die();
    put("/v1/agent/check/fail/service:a");
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("b1"), kPatience);
    QCOMPARE(m_feed->nodeCount(), 1);
  }

  void aNodeThatComesBackIsHeardAgain() {
    const quint16 port = m_a->port();
    m_a->die();
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->heardCount(), 1, kPatience);
    m_a->greet(frame(QStringLiteral("a"), true, words("a9"), {}, QStringLiteral("e2")));
    QVERIFY(m_a->listen(port));
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("a9 b1"), kPatience);
  }

  void aNodeThatStaysAwayIsDroppedAfterAWhile() {
    m_a->die();
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("b1"), kPatience);
  }

  void changesThatDoNotFitMakeItAskForAllAgain() {
    m_a->send(frame(QStringLiteral("a"), false, words("a7"), {}, QStringLiteral("another")));
    QTRY_COMPARE_WITH_TIMEOUT(m_a->accepted(), 2, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("a1 a2 b1"), kPatience);
  }

  void aFrameOverTheLimitCutsTheNodeOff() {
    m_a->send(QString(5 * 1024 * 1024, QLatin1Char(' ')));
    QTRY_VERIFY_WITH_TIMEOUT(m_a->accepted() >= 2, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(ids(), words("a1 a2 b1"), kPatience);
  }

  void anotherServiceBeginsAnew() {
    m_feed->follow(QStringLiteral("nobody"));
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->status().state, FeedStatus::State::Ready, kPatience);
    QVERIFY(ids().isEmpty());
    QCOMPARE(m_feed->nodeCount(), 0);
  }

 private:
  void put(const QByteArray& target, const QByteArray& body = {}) {
    const auto reply = test::exchange("PUT", m_consul.url(), target, body);
    if (reply.status != 200) qInfo("%s: %d %s", target.constData(), reply.status, reply.body.constData());
  }
  void enlist(const QByteArray& id, const test::StreamServer& server) {
    put("/v1/agent/service/register",
        R"({"ID":")" + id + R"(","Name":"chat","Port":1,"Meta":{"version":"v1","admin":")" +
            server.admin().toUtf8() + R"("},"Check":{"TTL":"600s","Status":"passing"}})");
  }
  [[nodiscard]] QStringList ids() const {
    QStringList list;
    for (const SessionBook::Row& row : m_feed->book().rows()) {
      list << row.session->id + (row.stale ? QStringLiteral("!") : QString());
    }
    return list;
  }

  test::ConsulProcess m_consul;
  std::unique_ptr<test::StreamServer> m_a;
  std::unique_ptr<test::StreamServer> m_b;
  std::unique_ptr<SessionsFeed> m_feed;
};

QTEST_GUILESS_MAIN(SessionsFeedTest)
#include "tst_sessionsfeed.moc"
