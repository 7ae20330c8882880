// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTcpServer>
#include <memory>
#include <optional>

#include "backend/consul/client.h"
#include "backend/consul/instances.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"
#include "tests/support/main.h"
#include "tests/support/scriptedserver.h"

using namespace halftone;
using namespace halftone::consul;
using halftone::test::ScriptedServer;

namespace {

// Lets the event loop run until the call has answered.
template <typename T, typename Call>
Result<T> await(Call call) {
  std::optional<Result<T>> result;
  call([&result](Result<T> r) { result = std::move(r); });
  if (!QTest::qWaitFor([&result] { return result.has_value(); }, 15'000)) {
    return fail(ErrorCode::Timeout, "test", "the call did not come back");
  }
  return *result;
}

constexpr const char* kAcl =
    R"(acl { enabled = true default_policy = "deny" tokens { master = "s3cret" agent = "s3cret" } })";

}  // namespace

class TestClient : public QObject {
  Q_OBJECT

  std::unique_ptr<test::RegistryUnderTest> m_registry = test::chosenRegistry();
  std::unique_ptr<Client> m_client;
  QObject m_context;

  Result<std::vector<KvEntry>> transact(const std::vector<TxnOp>& operations) {
    return await<std::vector<KvEntry>>(
        [&](auto done) { m_client->transact(operations, &m_context, std::move(done)); });
  }
  Result<KvEntry> read(const std::string& key) {
    return await<KvEntry>([&](auto done) { m_client->readKey(key, &m_context, std::move(done)); });
  }
  static Result<Answer> getFrom(Client& client, const QString& path, const QString& query = {}) {
    return await<Answer>([&](auto done) { client.get(path, query, &client, std::move(done)); });
  }

 private slots:
  void initTestCase() {
    QVERIFY(m_registry->start());
    m_client = std::make_unique<Client>(Endpoint{m_registry->url(), {}, {}});
  }

  void writtenKeyIsReadBackWithItsFlags() {
    const std::string bytes("\0\xff text", 7);
    const auto written = transact({{TxnOp::Verb::Set, "a/b", bytes, 16210313421097356768U, 0}});
    QVERIFY2(written.has_value(), written ? "" : written.error().toString().c_str());
    const auto entry = read("a/b");
    QVERIFY(entry.has_value());
    QCOMPARE(entry->value, bytes);
    QCOMPARE(entry->flags, 16210313421097356768U);
    QCOMPARE(entry->modifyIndex, written->front().modifyIndex);
  }

  void readOnlyClientReadsAndRefusesEveryWrite() {
    QVERIFY(transact({{TxnOp::Verb::Set, "guarded", "1", 0, 0}}).has_value());
    Endpoint endpoint{m_registry->url(), {}, {}};
    endpoint.readOnly = true;
    Client client(endpoint);
    const auto txn = [&](TxnOp::Verb verb) {
      return await<std::vector<KvEntry>>([&](auto done) {
        client.transact({{verb, "guarded", "2", 0, 0}}, &client, std::move(done));
      });
    };
    const auto isRefused = [](const auto& result) {
      return !result && result.error().code == ErrorCode::Refused;
    };
    QCOMPARE(txn(TxnOp::Verb::Get)->front().value, std::string("1"));
    QVERIFY(isRefused(txn(TxnOp::Verb::Set)));
    QVERIFY(isRefused(await<Answer>([&](auto done) {
      client.put(QStringLiteral("/v1/kv/guarded"), {}, "2", &client, std::move(done));
    })));
    QVERIFY(isRefused(await<Answer>(
        [&](auto done) { client.remove(QStringLiteral("/v1/kv/guarded"), {}, &client, std::move(done)); })));
    ServiceRegistration registration;
    registration.id = registration.name = "x";
    QVERIFY(isRefused(
        await<void>([&](auto done) { client.registerService(registration, &client, std::move(done)); })));
    QCOMPARE(read("guarded")->value, std::string("1"));
  }

  void absentKeyIsNotFound() { QCOMPARE(read("absent").error().code, ErrorCode::NotFound); }

  void prefixGivesItsEntriesInOrderAndAnAbsentOneNone() {
    QVERIFY(
        transact({{TxnOp::Verb::Set, "p/2", "b", 0, 0}, {TxnOp::Verb::Set, "p/1", "a", 0, 0}}).has_value());
    const auto entries = await<std::vector<KvEntry>>(
        [&](auto done) { m_client->readPrefix("p/", &m_context, std::move(done)); });
    QCOMPARE(entries->size(), 2U);
    QCOMPARE(entries->front().key, std::string("p/1"));
    const auto keys = await<std::vector<std::string>>(
        [&](auto done) { m_client->listKeys("p/", &m_context, std::move(done)); });
    QCOMPARE(*keys, (std::vector<std::string>{"p/1", "p/2"}));
    const auto none = await<std::vector<KvEntry>>(
        [&](auto done) { m_client->readPrefix("nothing/", &m_context, std::move(done)); });
    QVERIFY(none->empty());
  }

  void keysWithOddCharactersAreTheirOwn() {
    for (const std::string key : {"odd/a b", "odd/a?b#c", "odd/a%2Fb", "odd/\xe7\x94\xa8"}) {
      QVERIFY(transact({{TxnOp::Verb::Set, key, "x", 0, 0}}).has_value());
      QCOMPARE(read(key)->key, key);
    }
  }

  void staleIndexIsAConflictAndNothingIsWritten() {
    QVERIFY(transact({{TxnOp::Verb::Cas, "cas/a", "1", 0, 0}}).has_value());
    const auto second =
        transact({{TxnOp::Verb::Set, "cas/b", "2", 0, 0}, {TxnOp::Verb::Cas, "cas/a", "2", 0, 0}});
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QVERIFY2(second.error().message.find("cas/a") != std::string::npos, second.error().message.c_str());
    QCOMPARE(read("cas/b").error().code, ErrorCode::NotFound);
  }

  void everyVerbOfATransactionWorks() {
    const auto written = transact({{TxnOp::Verb::CheckNotExists, "v/a", {}, 0, 0},
                                   {TxnOp::Verb::Set, "v/a", "1", 0, 0},
                                   {TxnOp::Verb::Set, "v/b", "2", 0, 0}});
    QVERIFY(written.has_value());
    const std::uint64_t index = written->front().modifyIndex;
    const auto gone = transact({{TxnOp::Verb::CheckIndex, "v/a", {}, 0, index},
                                {TxnOp::Verb::Get, "v/b", {}, 0, 0},
                                {TxnOp::Verb::DeleteCas, "v/a", {}, 0, index},
                                {TxnOp::Verb::Delete, "v/b", {}, 0, 0}});
    QVERIFY2(gone.has_value(), gone ? "" : gone.error().toString().c_str());
    QCOMPARE(read("v/a").error().code, ErrorCode::NotFound);
    QCOMPARE(read("v/b").error().code, ErrorCode::NotFound);
  }

  void registeredServiceIsInServiceAndADeregisteredOneIsGone() {
    ServiceRegistration service;
    service.id = "web/1#x";
    service.name = "web";
    service.address = "127.0.0.1";
    service.port = 8080;
    service.tags = {"t"};
    service.meta = {{"version", "v2"}};
    service.checkHttp = m_registry->url().toString().toStdString() + "/v1/status/leader";
    QVERIFY(await<void>([&](auto done) { m_client->registerService(service, &m_context, std::move(done)); }));

    std::vector<Instance> instances;
    const auto look = [&] {
      const auto answer = getFrom(*m_client, QStringLiteral("/v1/health/service/web"));
      instances = parseInstances(answer->body).value();
      return instances.size();
    };
    QTRY_COMPARE(look(), 1U);
    QCOMPARE(instances.front().id, service.id);
    QCOMPARE(instances.front().meta.at("version"), std::string("v2"));
    QVERIFY(instances.front().inService());

    QVERIFY(await<void>(
        [&](auto done) { m_client->deregisterService(service.id, &m_context, std::move(done)); }));
    QTRY_COMPARE(look(), 0U);
  }

  void refusalCarriesConsulsReason() {
    const auto answer = await<Answer>([&](auto done) {
      m_client->put(QStringLiteral("/v1/agent/service/register"), {}, "{\"Port\":\"80\"}", &m_context,
                    std::move(done));
    });
    QCOMPARE(answer.error().code, ErrorCode::Refused);
    QVERIFY2(answer.error().message.find("Request decode failed") != std::string::npos,
             answer.error().message.c_str());
  }

  void unknownDatacenterIsRefusedWithConsulsReason() {
    Client elsewhere({m_registry->url(), {}, QStringLiteral("moon")});
    const auto answer = getFrom(elsewhere, QStringLiteral("/v1/catalog/services"));
    QCOMPARE(answer.error().code, ErrorCode::Refused);
    QCOMPARE(answer.error().message, std::string("No path to datacenter"));
  }

  void tokenIsWhatOpensConsulsDoor() {
    test::ConsulProcess locked({QStringLiteral("-hcl=%1").arg(QLatin1String(kAcl))});
    QVERIFY(locked.start());
    Client stranger({locked.url(), {}, {}});
    const auto refused = getFrom(stranger, QStringLiteral("/v1/agent/self"));
    QCOMPARE(refused.error().code, ErrorCode::Refused);
    QVERIFY(refused.error().message.starts_with("Permission denied"));
    const auto forbidden = await<std::vector<KvEntry>>([&](auto done) {
      stranger.transact({{TxnOp::Verb::Set, "k", "v", 0, 0}}, &m_context, std::move(done));
    });
    QCOMPARE(forbidden.error().code, ErrorCode::Refused);

    Client owner({locked.url(), "s3cret", {}});
    QTRY_VERIFY(getFrom(owner, QStringLiteral("/v1/agent/self")).has_value());
  }

  void silentServerIsUnreachable() {
    quint16 port = 0;
    {
      QTcpServer server;
      QVERIFY(server.listen(QHostAddress::LocalHost));
      port = server.serverPort();
    }
    Client client({QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port)), {}, {}});
    QCOMPARE(getFrom(client, QStringLiteral("/v1/kv/a")).error().code, ErrorCode::Unreachable);
  }

  void anotherAddressIsAskedWhileOneIsGone() {
    Client client({QUrl(QStringLiteral("http://127.0.0.1:1")), {}, {}, {m_registry->url()}});
    const auto put = await<Answer>(
        [&](auto done) { client.put(QStringLiteral("/v1/kv/other"), {}, "x", &m_context, std::move(done)); });
    QVERIFY(put.has_value());
    QCOMPARE(put->from, m_registry->url());
    // And kept: no more calls go to the dead one first.
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 20; ++i) QVERIFY(getFrom(client, QStringLiteral("/v1/kv/other")).has_value());
    QVERIFY(clock.elapsed() < 20 * 100);
  }

  void readsAreTriedAgainAfterABadGateway() {
    int asked = 0;
    ScriptedServer server([&asked](const QByteArray&) {
      return ++asked < 3 ? ScriptedServer::answer(503, "") : ScriptedServer::answer(200, "{}");
    });
    Client client({server.url(), {}, {}});
    QVERIFY(getFrom(client, QStringLiteral("/v1/catalog/services")).has_value());
    QCOMPARE(asked, 3);
  }

  void writesAreTriedAgainOnlyIfNothingWasDone() {
    QByteArray reason;
    int asked = 0;
    ScriptedServer server([&](const QByteArray&) {
      return ++asked == 1 ? ScriptedServer::answer(reason.isEmpty() ? 503 : 500, reason)
                          : ScriptedServer::answer(200, "true");
    });
    Client client({server.url(), {}, {}});
    const auto remove = [&] {
      asked = 0;
      return await<Answer>(
          [&](auto done) { client.remove(QStringLiteral("/v1/kv/a"), {}, &m_context, std::move(done)); });
    };
    QCOMPARE(remove().error().code, ErrorCode::Unreachable);
    QCOMPARE(asked, 1);
    reason = "rpc error: No cluster leader";
    QVERIFY(remove().has_value());
    QCOMPARE(asked, 2);
    reason = "Must provide node";
    QCOMPARE(remove().error().code, ErrorCode::Refused);
    QCOMPARE(asked, 1);
  }

  void answerOverTheLimitIsGivenUp() {
    ScriptedServer server([](const QByteArray&) {
      return QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nsome");
    });
    Client client({server.url(), {}, {}});
    QCOMPARE(getFrom(client, QStringLiteral("/v1/catalog/services")).error().code, ErrorCode::TooLarge);
  }

  void endlessAnswerIsGivenUp() {
    // Chunked: nobody says how much there is to come.
    ScriptedServer server([](const QByteArray&) {
      QByteArray bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
      const QByteArray chunk = "1000000\r\n" + QByteArray(0x1000000, 'x') + "\r\n";
      for (int i = 0; i < 5; ++i) bytes += chunk;
      return bytes;
    });
    Client client({server.url(), {}, {}});
    QCOMPARE(getFrom(client, QStringLiteral("/v1/catalog/services")).error().code, ErrorCode::TooLarge);
  }

  void redirectIsNotFollowed() {
    ScriptedServer server(
        [](const QByteArray&) { return ScriptedServer::answer(301, "", "Location: /elsewhere\r\n"); });
    Client client({server.url(), "token", {}});
    QCOMPARE(getFrom(client, QStringLiteral("/v1/kv/a")).error().code, ErrorCode::Protocol);
    QCOMPARE(server.targets().size(), 1);
  }

  void answerThatBreaksOffIsAnError() {
    ScriptedServer server([&server](const QByteArray&) {
      QMetaObject::invokeMethod(&server, &ScriptedServer::hangUp, Qt::QueuedConnection);
      return QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}");
    });
    Client client({server.url(), {}, {}});
    QCOMPARE(getFrom(client, QStringLiteral("/v1/catalog/services")).error().code, ErrorCode::Unreachable);
  }

  void nobodyIsCalledBackAfterTheContextDied() {
    bool called = false;
    {
      QObject context;
      m_client->get(QStringLiteral("/v1/status/leader"), {}, &context, [&](const auto&) { called = true; });
    }
    QVERIFY(getFrom(*m_client, QStringLiteral("/v1/status/leader")).has_value());
    QVERIFY(!called);
  }

  void callbackMayDestroyTheClient() {
    auto client = std::make_unique<Client>(m_client->endpoint());
    client->get(QStringLiteral("/v1/status/leader"), {}, &m_context, [&](const auto&) { client.reset(); });
    QTRY_VERIFY(!client);
  }
};

HALFTONE_TEST_MAIN(TestClient)
#include "tst_client.moc"
