// SPDX-License-Identifier: GPL-3.0-or-later
// Which writes wake which blocked reads: the same on real Consul and on the embedded registry.
#include "tests/server/registry/blockedread.h"
#include "tests/server/registry/freshstart.h"
#include "tests/support/main.h"
#include "tests/support/registryundertest.h"

using namespace halftone::test;

namespace {

constexpr int kWakeMs = 5'000;
constexpr int kQuietMs = 700;

const QStringList kService{QStringLiteral(
    R"(PUT /v1/agent/service/register {"Name":"web","Tags":["a"],"Port":1,"Check":{"TTL":"1h","Status":"passing"}})")};
const QStringList kExternal{QStringLiteral(
    R"(PUT /v1/catalog/register {"Node":"ext","Address":"1.1.1.1","Service":{"Service":"pay"},"Check":{"CheckID":"c","Name":"c","Status":"passing","ServiceID":"pay"}})")};
const QString kOtherKey = QStringLiteral("PUT /v1/kv/other x");
const QString kOtherService = QStringLiteral(
    R"(PUT /v1/catalog/register {"Node":"away","Address":"1.1.1.2","Service":{"Service":"else"}})");
const QString kCheckChange = QStringLiteral(
    R"(PUT /v1/catalog/register {"Node":"ext","Address":"1.1.1.1","Check":{"CheckID":"c","Name":"c","Status":"warning","ServiceID":"pay"}})");
const QString kInstanceChange = QStringLiteral(
    R"(PUT /v1/catalog/register {"Node":"ext","Address":"1.1.1.1","Service":{"Service":"pay","Port":8}})");

}  // namespace

class TestBlocking : public QObject {
  Q_OBJECT

  std::unique_ptr<RegistryUnderTest> m_registry = chosenRegistry();

  HttpReply send(const QString& request) const {
    const QByteArray line = request.toUtf8();
    const qsizetype space = line.indexOf(' ');
    const QByteArray rest = line.mid(space + 1);
    const qsizetype body = rest.indexOf(' ');
    return exchange(line.left(space), m_registry->url(), body < 0 ? rest : rest.left(body),
                    body < 0 ? QByteArray() : rest.mid(body + 1));
  }
  QByteArray indexOf(const QByteArray& target) const {
    return exchange("GET", m_registry->url(), target).field("X-Consul-Index");
  }
  // The index of a read once the agent's changes have reached the catalog: it stays.
  QByteArray settledIndex(const QByteArray& target) const {
    QByteArray last;
    int same = 0;
    static_cast<void>(QTest::qWaitFor(
        [&] {
          const QByteArray now = indexOf(target);
          same = now == last ? same + 1 : 0;
          last = now;
          return same >= 20;
        },
        kWakeMs));
    return last;
  }
  static QByteArray blocking(const QByteArray& target, const QByteArray& index, const QByteArray& wait) {
    return target + (target.contains('?') ? '&' : '?') + "index=" + index + "&wait=" + wait;
  }

 private slots:
  void initTestCase() { QVERIFY(m_registry->start()); }
  void init() { QVERIFY(cleanRegistry(m_registry->url())); }
  void cleanupTestCase() { m_registry->stop(); }

  void aReadWaitsForItsOwnWrites_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QString>("quiet");  // must not wake it
    QTest::addColumn<QString>("waking");
    const QStringList key{QStringLiteral("PUT /v1/kv/w/a 1")};
    const QString none;
    QTest::newRow("key: set") << "/v1/kv/w/a" << key << kOtherKey << "PUT /v1/kv/w/a 2";
    QTest::newRow("key: the same again is quiet") << "/v1/kv/w/a" << key << "PUT /v1/kv/w/a 1"
                                                  << "DELETE /v1/kv/w/a";
    QTest::newRow("key: failed cas is quiet") << "/v1/kv/w/a" << key << "PUT /v1/kv/w/a?cas=1 9"
                                              << "PUT /v1/kv/w/a?flags=3 1";
    QTest::newRow("prefix: set") << "/v1/kv/w/?recurse" << key << kOtherKey << "PUT /v1/kv/w/b 2";
    QTest::newRow("prefix: delete") << "/v1/kv/w/?recurse" << key << "DELETE /v1/kv/w/none"
                                    << "DELETE /v1/kv/w/a";
    QTest::newRow("keys: tree delete") << "/v1/kv/w/?keys" << key << kOtherKey << "DELETE /v1/kv/w/?recurse";
    QTest::newRow("health: check status")
        << "/v1/health/service/web" << kService << kOtherService << "PUT /v1/agent/check/warn/service:web";
    QTest::newRow("health: passing, though the result is the same")
        << "/v1/health/service/pay?passing&filter=Service.Port%20%3D%3D%207" << kExternal << kOtherService
        << kCheckChange;
    QTest::newRow("health: tags") << "/v1/health/service/web" << kService << kOtherKey
                                  << R"(PUT /v1/agent/service/register {"Name":"web","Tags":["b"],"Port":1})";
    QTest::newRow("health: removed") << "/v1/health/service/web" << kService << kOtherService
                                     << "PUT /v1/agent/service/deregister/web";
    QTest::newRow("health: maintenance") << "/v1/health/service/web?passing" << kService << kOtherService
                                         << "PUT /v1/agent/service/maintenance/web?enable=true";
    QTest::newRow("health: node maintenance")
        << "/v1/health/service/web" << kService << kOtherService << "PUT /v1/agent/maintenance?enable=true";
    QTest::newRow("health: node removed") << "/v1/health/service/pay" << kExternal << kOtherService
                                          << R"(PUT /v1/catalog/deregister {"Node":"ext"})";
    QTest::newRow("health: unknown service appears")
        << "/v1/health/service/pay" << QStringList() << kOtherKey << kExternal.first();
    QTest::newRow("health: the same again is quiet")
        << "/v1/health/service/pay" << kExternal << kExternal.first() << kCheckChange;
    QTest::newRow("health checks") << "/v1/health/checks/pay" << kExternal << kOtherKey << kCheckChange;
    QTest::newRow("health node") << "/v1/health/node/ext" << kExternal << kOtherKey << kCheckChange;
    QTest::newRow("health state") << "/v1/health/state/warning" << kExternal << kOtherKey << kCheckChange;
    QTest::newRow("catalog services: not by checks")
        << "/v1/catalog/services" << kExternal << kCheckChange << kOtherService;
    QTest::newRow("catalog nodes: not by checks")
        << "/v1/catalog/nodes" << kExternal << kCheckChange << kOtherService;
    // Not by a check: that raises the index, but real Consul sleeps on.
    QTest::newRow("catalog service") << "/v1/catalog/service/pay" << kExternal << kOtherService
                                     << kInstanceChange;
    QTest::newRow("catalog service: tag")
        << "/v1/catalog/service/pay?tag=none" << kExternal << kOtherService << kInstanceChange;
    QTest::newRow("catalog node") << "/v1/catalog/node/ext" << kExternal << kCheckChange
                                  << R"(PUT /v1/catalog/register {"Node":"ext","Address":"1.1.1.9"})";
    QTest::newRow("session list") << "/v1/session/list" << QStringList() << kOtherKey
                                  << "PUT /v1/session/create";
    QTest::newRow("session node") << "/v1/session/node/any" << QStringList() << kOtherKey
                                  << "PUT /v1/session/create";
    QTest::newRow("config list") << "/v1/config/service-defaults" << QStringList() << kOtherKey
                                 << R"(PUT /v1/config {"Kind":"service-defaults","Name":"w"})";
    QTest::newRow("config entry") << "/v1/config/service-defaults/w"
                                  << QStringList{QStringLiteral(
                                         R"(PUT /v1/config {"Kind":"service-defaults","Name":"w"})")}
                                  << kOtherKey << "DELETE /v1/config/service-defaults/w";
    QTest::newRow("events") << "/v1/event/list?name=ev" << QStringList() << "PUT /v1/event/fire/another"
                            << "PUT /v1/event/fire/ev";
    QTest::newRow("transaction") << "/v1/kv/w/?recurse" << key << kOtherKey
                                 << R"(PUT /v1/txn [{"KV":{"Verb":"set","Key":"w/t","Value":"eA=="}}])";
  }
  void aReadWaitsForItsOwnWrites() {
    QFETCH(QString, target);
    QFETCH(QStringList, before);
    QFETCH(QString, quiet);
    QFETCH(QString, waking);
    const QByteArray path = target.toUtf8();
    for (const QString& request : before) QCOMPARE(send(request).status, 200);
    const QByteArray index = settledIndex(path);
    QVERIFY(!index.isEmpty());

    BlockedRead undisturbed(m_registry->url(), blocking(path, index, QByteArray::number(kQuietMs) + "ms"));
    QCOMPARE(send(quiet).status, 200);
    const auto [same, waited] = undisturbed.answer();
    QCOMPARE(same.field("X-Consul-Index"), index);
    QVERIFY2(waited >= kQuietMs, QByteArray::number(waited).constData());

    BlockedRead read(m_registry->url(), blocking(path, index, "60s"));
    QCOMPARE(send(waking).status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(read.isAnswered(), kWakeMs);
    QVERIFY(read.answer().first.field("X-Consul-Index") != index);
  }

  void locksWakeTheReadersOfTheirKey() {
    const QByteArray created = send(QStringLiteral("PUT /v1/session/create {\"LockDelay\":\"0s\"}")).body;
    const QString session = QString::fromUtf8(created.split('"').value(3));
    QCOMPARE(send(QStringLiteral("PUT /v1/kv/lock x")).status, 200);
    for (const QString& change :
         {QStringLiteral("PUT /v1/kv/lock?acquire=%1 x"), QStringLiteral("PUT /v1/kv/lock?release=%1 x"),
          QStringLiteral("PUT /v1/kv/lock?acquire=%1 y"), QStringLiteral("PUT /v1/session/destroy/%1")}) {
      BlockedRead read(m_registry->url(), blocking("/v1/kv/lock", indexOf("/v1/kv/lock"), "60s"));
      QCOMPARE(send(change.arg(session)).status, 200);
      QTRY_VERIFY_WITH_TIMEOUT(read.isAnswered(), kWakeMs);
    }
  }

  void anIndexFromTheFutureWaitsAndTellsTheTrueOne() {
    const QByteArray index = indexOf("/v1/catalog/nodes");
    BlockedRead read(m_registry->url(), "/v1/catalog/nodes?index=9999999&wait=400ms");
    const auto [reply, waited] = read.answer();
    QVERIFY(waited >= 400);
    QCOMPARE(reply.field("X-Consul-Index"), index);
  }

  void withoutAnIndexNothingWaits() {
    for (const char* query : {"", "?wait=10s", "?index=0&wait=10s", "?index=1&wait=10s"}) {
      BlockedRead read(m_registry->url(), QByteArray("/v1/catalog/nodes") + query);
      QVERIFY(read.answer().second < 2'000);
    }
  }

  void aBlockedAnswerHasTheHeadersOfAnother() {
    QCOMPARE(send(QStringLiteral("PUT /v1/kv/h x")).status, 200);
    const HttpReply reply = exchange("GET", m_registry->url(), "/v1/kv/h?index=1&wait=1s");
    QCOMPARE(reply.field("X-Consul-KnownLeader"), QByteArray("true"));
    QCOMPARE(reply.field("X-Consul-LastContact"), QByteArray("0"));
    QCOMPARE(reply.field("Content-Type"), QByteArray("application/json"));
    for (const auto& [query, mode] :
         {std::pair{"", "leader"}, {"?stale", "stale"}, {"?consistent", "consistent"}}) {
      const HttpReply nodes = exchange("GET", m_registry->url(), QByteArray("/v1/catalog/nodes") + query);
      QCOMPARE(nodes.field("X-Consul-Effective-Consistency"), QByteArray(mode));
    }
  }
};

HALFTONE_TEST_MAIN(TestBlocking)
#include "tst_blocking.moc"
