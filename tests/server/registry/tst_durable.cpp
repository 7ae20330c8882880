// SPDX-License-Identifier: GPL-3.0-or-later
// What the embedded registry acknowledged survives its death, and what it does not keep is gone.
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "tests/support/childprocess.h"
#include "tests/support/http.h"
#include "tests/support/main.h"

using namespace halftone::test;
using Json = nlohmann::json;

namespace {

constexpr int kReadyMs = 20'000;

// The registry on a data folder that outlives it.
struct Registry {
  explicit Registry(QStringList more = {}) : arguments(std::move(more)) {}
  [[nodiscard]] bool start() {
    QStringList all{QStringLiteral("registry"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")};
    if (!process.start(builtProgram(QStringLiteral("halftone-server")), all + arguments)) return false;
    const QByteArray line = process.firstLine(std::chrono::milliseconds(kReadyMs));
    const Json ready = Json::parse(line.begin(), line.end(), nullptr, false);
    if (!ready.is_object()) return false;
    url = QUrl(QString::fromStdString(ready.value("url", "")));
    return true;
  }
  HttpReply put(const QByteArray& target, const QByteArray& body = {}) const {
    return exchange("PUT", url, target, body);
  }
  HttpReply get(const QByteArray& target) const { return exchange("GET", url, target); }

  QStringList arguments;
  ChildProcess process;
  QUrl url;
};

}  // namespace

class TestDurable : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  QStringList dataArguments() const {
    return {QStringLiteral("--data"), m_folder.filePath(QString::fromUtf8(QTest::currentTestFunction()))};
  }

 private slots:
  void nothingAcknowledgedIsLostByKill() {
    Registry registry(dataArguments());
    QVERIFY(registry.start());
    const QByteArray bytes("\0\xff binary\n", 10);
    QCOMPARE(registry.put("/v1/kv/a?flags=18446744073709551615", bytes).status, 200);
    QCOMPARE(registry.put("/v1/kv/gone/1", "x").status, 200);
    QCOMPARE(exchange("DELETE", registry.url, "/v1/kv/gone/1").status, 200);
    const QByteArray session =
        registry.put("/v1/session/create", "{\"TTL\":\"1h\",\"LockDelay\":\"0s\"}").body.split('"').value(3);
    QCOMPARE(registry.put("/v1/kv/lock?acquire=" + session, "held").body, QByteArray("true"));
    QCOMPARE(registry
                 .put("/v1/catalog/register",
                      "{\"Node\":\"ext\",\"Address\":\"1.1.1.1\",\"NodeMeta\":{\"a\":\"b\"},\"Service\":{"
                      "\"Service\":\"pay\",\"Port\":7,\"Weights\":{\"Passing\":3,\"Warning\":1}},\"Check\":{"
                      "\"CheckID\":\"c\",\"Name\":\"c\",\"Status\":\"warning\",\"ServiceID\":\"pay\"}}")
                 .status,
             200);
    QCOMPARE(registry
                 .put("/v1/agent/service/register",
                      "{\"Name\":\"web\",\"Meta\":{\"version\":\"v2\"},\"Check\":{\"TTL\":\"1h\"}}")
                 .status,
             200);
    QCOMPARE(registry.put("/v1/agent/check/pass/service:web?note=fine").status, 200);
    QCOMPARE(registry.put("/v1/agent/service/maintenance/web?enable=true&reason=r").status, 200);
    QCOMPARE(
        registry.put("/v1/config", "{\"Kind\":\"service-defaults\",\"Name\":\"w\",\"Protocol\":\"http\"}")
            .status,
        200);

    const QByteArrayList reads{"/v1/kv/?recurse",
                               "/v1/kv/gone/?recurse",
                               "/v1/catalog/nodes",
                               "/v1/catalog/services",
                               "/v1/health/service/pay",
                               "/v1/health/service/web",
                               "/v1/health/service/never",
                               "/v1/agent/services",
                               "/v1/agent/checks",
                               "/v1/session/list",
                               "/v1/config/",
                               "/v1/agent/members"};
    QList<HttpReply> before;
    for (const QByteArray& read : reads) before.append(registry.get(read));
    registry.process.kill();
    QVERIFY(registry.start());
    for (qsizetype i = 0; i < reads.size(); ++i) {
      const HttpReply after = registry.get(reads[i]);
      QCOMPARE(after.body, before[i].body);
      QCOMPARE(after.status, before[i].status);
      QCOMPARE(after.field("X-Consul-Index"), before[i].field("X-Consul-Index"));
    }
    QCOMPARE(registry.get("/v1/kv/a?raw").body, bytes);
    // The lock is still held, by the same session.
    const QByteArray other = registry.put("/v1/session/create").body.split('"').value(3);
    QCOMPARE(registry.put("/v1/kv/lock?acquire=" + other).body, QByteArray("false"));
    QCOMPARE(registry.put("/v1/kv/lock?release=" + session, "held").body, QByteArray("true"));
  }

  void indexesGoOnGrowing() {
    Registry registry(dataArguments());
    QVERIFY(registry.start());
    QCOMPARE(registry.put("/v1/kv/a", "1").status, 200);
    quint64 last = registry.get("/v1/kv/a").field("X-Consul-Index").toULongLong();
    for (int round = 0; round < 3; ++round) {
      registry.process.kill();
      QVERIFY(registry.start());
      QCOMPARE(registry.put("/v1/kv/a", QByteArray::number(round + 2)).status, 200);
      const quint64 now = registry.get("/v1/kv/a").field("X-Consul-Index").toULongLong();
      QVERIFY(now > last);
      last = now;
    }
  }

  void everyWriteOfManyIsThereAfterAKillInBetween() {
    Registry registry(dataArguments());
    QVERIFY(registry.start());
    constexpr int kWrites = 300;
    for (int i = 0; i < kWrites; ++i) {
      QCOMPARE(registry.put("/v1/kv/many/" + QByteArray::number(i), "x").status, 200);
    }
    registry.process.kill();
    QVERIFY(registry.start());
    const QByteArray body = registry.get("/v1/kv/many/?keys").body;
    QCOMPARE(Json::parse(body.begin(), body.end(), nullptr, false).size(), std::size_t{kWrites});
  }

  void checksRunAgainAfterARestart() {
    Registry registry(dataArguments());
    QVERIFY(registry.start());
    QCOMPARE(registry
                 .put("/v1/agent/check/register",
                      "{\"ID\":\"t\",\"Name\":\"t\",\"TTL\":\"2s\",\"Status\":\"passing\"}")
                 .status,
             200);
    registry.process.kill();
    QVERIFY(registry.start());
    QTRY_VERIFY_WITH_TIMEOUT(registry.get("/v1/agent/checks").body.contains("TTL expired"), 8'000);
  }

  void withoutAFolderNothingIsKept() {
    Registry registry;
    QVERIFY(registry.start());
    QCOMPARE(registry.put("/v1/kv/a", "1").status, 200);
    QVERIFY(registry.process.terminate());
    QVERIFY(registry.start());
    QCOMPARE(registry.get("/v1/kv/a").status, 404);
  }

  void twoRegistriesCannotShareAFolder() {
    Registry first(dataArguments());
    Registry second(dataArguments());
    QVERIFY(first.start());
    QVERIFY(!second.start());
    QVERIFY(second.process.errorOutput().contains("in use by another registry"));
  }

  void aTokenKeepsOthersOut() {
    Registry registry({QStringLiteral("--token"), QStringLiteral("secret")});
    QVERIFY(registry.start());
    const auto ask = [&registry](const QByteArray& method, const QByteArray& target,
                                 const HttpFields& fields = {}) {
      return exchange(method, registry.url, target, "x", fields);
    };
    QCOMPARE(ask("PUT", "/v1/kv/a").status, 403);
    QCOMPARE(ask("PUT", "/v1/kv/a").body, QByteArray("Permission denied"));
    QCOMPARE(ask("PUT", "/v1/kv/a", {{"X-Consul-Token", "wrong"}}).body, QByteArray("ACL not found"));
    QCOMPARE(ask("PUT", "/v1/kv/a", {{"X-Consul-Token", "secret"}}).status, 200);
    QCOMPARE(ask("GET", "/v1/kv/a").status, 403);
    QCOMPARE(ask("GET", "/v1/kv/a", {{"authorization", "bearer secret"}}).status, 200);
    QCOMPARE(ask("GET", "/v1/kv/a", {{"Authorization", "Basic secret"}}).status, 403);
    QCOMPARE(ask("GET", "/v1/kv/a?token=secret", {{"X-Consul-Token", "wrong"}}).status, 200);
    QCOMPARE(ask("GET", "/v1/kv/?recurse").status, 404);
    QCOMPARE(ask("GET", "/v1/catalog/services").body, QByteArray("{}"));
    QCOMPARE(ask("GET", "/v1/health/service/consul").body, QByteArray("[]"));
    QCOMPARE(ask("GET", "/v1/catalog/datacenters").body, QByteArray("[\"dc1\"]"));
    QCOMPARE(ask("GET", "/v1/status/leader").status, 200);
  }

  void scriptsRunOnlyIfAllowed() {
    Registry registry({QStringLiteral("--enable-script-checks")});
    QVERIFY(registry.start());
    const auto statusOf = [&registry](const QByteArray& id) {
      const QByteArray body = registry.get("/v1/agent/checks").body;
      const Json checks = Json::parse(body.begin(), body.end(), nullptr, false);
      return QString::fromStdString(checks.value(id.toStdString(), Json::object()).value("Status", "") + " " +
                                    checks.value(id.toStdString(), Json::object()).value("Output", ""));
    };
    for (const auto& [id, code] : {std::pair{"ok", "0"}, {"hm", "1"}, {"bad", "2"}}) {
      const QByteArray body = QByteArray("{\"Name\":\"") + id +
                              "\",\"Interval\":\"1s\",\"Args\":[\"/bin/sh\",\"-c\",\"echo said; exit " +
                              code + "\"]}";
      QCOMPARE(registry.put("/v1/agent/check/register", body).status, 200);
    }
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("ok"), QStringLiteral("passing said\n"), 8'000);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("hm"), QStringLiteral("warning said\n"), 8'000);
    QTRY_COMPARE_WITH_TIMEOUT(statusOf("bad"), QStringLiteral("critical said\n"), 8'000);
  }
};

HALFTONE_TEST_MAIN(TestDurable)
#include "tst_durable.moc"
