// SPDX-License-Identifier: GPL-3.0-or-later
// Many clients, slow ones, and such that vanish: the embedded registry in a process of its own.
#include <QElapsedTimer>
#include <QTcpSocket>
#include <memory>
#include <vector>

#include "tests/support/http.h"
#include "tests/support/main.h"
#include "tests/support/registryprocess.h"

using namespace halftone::test;

namespace {

constexpr int kSoonMs = 20'000;
constexpr int kCrowd = 1'000;

using Socket = std::unique_ptr<QTcpSocket>;

}  // namespace

class TestCrowd : public QObject {
  Q_OBJECT

  RegistryProcess m_registry;

  Socket connected(const QByteArray& bytes) const {
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_registry.url().port()));
    if (!socket->waitForConnected(kSoonMs)) return nullptr;
    socket->write(bytes);
    socket->flush();
    return socket;
  }
  QByteArray index(const QByteArray& target) const {
    return exchange("GET", m_registry.url(), target).field("X-Consul-Index");
  }
  void put(const QByteArray& target, const QByteArray& body) const {
    QCOMPARE(exchange("PUT", m_registry.url(), target, body).status, 200);
  }
  bool isAlive() const { return exchange("GET", m_registry.url(), "/v1/status/leader").status == 200; }

 private slots:
  void initTestCase() { QVERIFY(m_registry.start()); }
  void cleanupTestCase() { QVERIFY(m_registry.process().terminate()); }

  void aThousandBlockedReadsAreAllWoken() {
    put("/v1/kv/crowd", "1");
    const QByteArray request =
        "GET /v1/kv/crowd?wait=60s&index=" + index("/v1/kv/crowd") + " HTTP/1.1\r\nHost: x\r\n\r\n";
    std::vector<Socket> crowd;
    for (int i = 0; i < kCrowd; ++i) {
      crowd.push_back(connected(request));
      QVERIFY(crowd.back() != nullptr);
    }
    QVERIFY(isAlive());
    QElapsedTimer clock;
    clock.start();
    put("/v1/kv/crowd", "2");
    for (const Socket& socket : crowd) {
      QVERIFY(socket->bytesAvailable() > 0 || socket->waitForReadyRead(kSoonMs));
      QVERIFY(socket->readAll().startsWith("HTTP/1.1 200 OK"));
    }
    qInfo("%d blocked reads answered in %lld ms", kCrowd, static_cast<long long>(clock.elapsed()));
  }

  void clientsThatVanishWhileTheyWaitLeaveNothing() {
    put("/v1/kv/vanish", "1");
    const QByteArray at = index("/v1/kv/vanish");
    for (int round = 0; round < 3; ++round) {
      std::vector<Socket> crowd;
      for (int i = 0; i < 200; ++i) {
        crowd.push_back(connected("GET /v1/kv/vanish?wait=60s&index=" + at + " HTTP/1.1\r\nHost: x\r\n\r\n"));
        crowd.push_back(
            connected("GET /v1/catalog/nodes?wait=60s&index=99999999 HTTP/1.1\r\nHost: x\r\n\r\n"));
      }
      for (const Socket& socket : crowd) socket->abort();
    }
    put("/v1/kv/vanish", "2");
    QVERIFY(isAlive());
  }

  void aClientMayLeaveInTheMiddleOfItsBody() {
    for (int i = 0; i < 50; ++i) {
      const Socket socket =
          connected("PUT /v1/kv/half HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npart");
      QVERIFY(socket != nullptr);
      socket->abort();
    }
    QCOMPARE(exchange("GET", m_registry.url(), "/v1/kv/half").status, 404);
  }

  void aBodyMayComeByteByByte() {
    const Socket socket =
        connected("PUT /v1/kv/slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    QVERIFY(socket != nullptr);
    for (const char c : QByteArray("5\r\nhello\r\n0\r\n\r\n")) {
      socket->write(&c, 1);
      socket->flush();
      QVERIFY(isAlive());  // others are served meanwhile
    }
    QVERIFY(socket->waitForReadyRead(kSoonMs));
    QVERIFY(socket->readAll().endsWith("true"));
    QCOMPARE(exchange("GET", m_registry.url(), "/v1/kv/slow?raw").body, QByteArray("hello"));
  }

  void requestsMayBePipelined() {
    const Socket socket = connected(
        "PUT /v1/kv/p HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1"
        "GET /v1/kv/p?raw HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /v1/kv/missing HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /v1/status/leader HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(socket != nullptr);
    QByteArray received;
    const auto whole = [&] {
      socket->waitForReadyRead(100);
      received += socket->readAll();
      return received.contains("8300");
    };
    QTRY_VERIFY_WITH_TIMEOUT(whole(), kSoonMs);
    QCOMPARE(received.count("HTTP/1.1 200"), 3);
    QCOMPARE(received.count("HTTP/1.1 404"), 1);
  }

  void tooLargeValuesAreRefusedInConsulsWords() {
    const QByteArray most(512 * 1024, 'x');
    put("/v1/kv/large", most);
    const HttpReply reply = exchange("PUT", m_registry.url(), "/v1/kv/large", most + 'x');
    QCOMPARE(reply.status, 413);
    QVERIFY(reply.body.startsWith("Request body(524289 bytes) too large, max size: 524288 bytes."));
    QByteArrayList ops;
    for (int i = 0; i < 65; ++i) ops.append(R"({"KV":{"Verb":"get","Key":"k"}})");
    const HttpReply txn = exchange("PUT", m_registry.url(), "/v1/txn", '[' + ops.join(',') + ']');
    QCOMPARE(txn.status, 413);
    QCOMPARE(txn.body, QByteArray("Transaction contains too many operations (65 > 64)"));
  }

  void strangeRequestsDoNotHarm() {
    for (const QByteArray& target :
         {QByteArray("/v1/kv/%"), QByteArray("/v1/kv/%00"),
          QByteArray("/v1/health/service/a?filter=") + QByteArray(9000, '('),
          QByteArray("/v1/health/service/consul?filter=") + QByteArray(3000, '('),
          QByteArray("/v1/health/service/consul?filter=Service.ID%20matches%20%22(a*)*%22"),
          QByteArray("/v1/kv/x?index=99999999999999999999999"),
          QByteArray("/v1/kv/x?wait=9999999999999h&index=1")}) {
      static_cast<void>(exchange("GET", m_registry.url(), target));
      QVERIFY2(isAlive(), target.left(60).constData());
    }
    for (const QByteArray& body :
         {QByteArray(100'000, '['), QByteArray("{\"Name\":\"\xff\"}"), QByteArray("\0\0", 2),
          QByteArray(R"({"Name":"x","Check":{"HTTP":"::::","Interval":"1s"}})"),
          QByteArray(R"({"Name":"y","Check":{"TCP":"nowhere","Interval":"1s"}})")}) {
      static_cast<void>(exchange("PUT", m_registry.url(), "/v1/agent/service/register", body));
      static_cast<void>(exchange("PUT", m_registry.url(), "/v1/txn", body));
      static_cast<void>(exchange("PUT", m_registry.url(), "/v1/config", body));
      QVERIFY2(isAlive(), body.left(40).constData());
    }
  }
};

HALFTONE_TEST_MAIN(TestCrowd)
#include "tst_crowd.moc"
