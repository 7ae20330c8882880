// SPDX-License-Identifier: GPL-3.0-or-later
// Checks that a registry runs: HTTP, TCP and TTL. The same on real Consul and on the embedded registry.
#include <QTcpServer>
#include <QTcpSocket>
#include <nlohmann/json.hpp>

#include "tests/server/registry/freshstart.h"
#include "tests/support/http.h"
#include "tests/support/main.h"
#include "tests/support/registryundertest.h"

using namespace halftone::test;
using Json = nlohmann::json;

namespace {

constexpr int kProbedMs = 8'000;

// Answers every request with one status, and remembers the last request.
class Page : public QObject {
 public:
  Page() {
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
      QTcpSocket* socket = m_server.nextPendingConnection();
      connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
        request = socket->readAll();
        ++requests;
        socket->write("HTTP/1.1 " + answer + "\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
        socket->disconnectFromHost();
      });
      connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    });
  }
  [[nodiscard]] QByteArray address() const {
    return "127.0.0.1:" + QByteArray::number(m_server.serverPort());
  }
  void close() { m_server.close(); }

  QByteArray answer = "200 OK";
  QByteArray request;
  int requests = 0;

 private:
  QTcpServer m_server;
};

}  // namespace

class TestChecks : public QObject {
  Q_OBJECT

  std::unique_ptr<RegistryUnderTest> m_registry = chosenRegistry();

  void registerCheck(const QByteArray& json) const {
    const HttpReply reply = exchange("PUT", m_registry->url(), "/v1/agent/check/register", json);
    QVERIFY2(reply.status == 200, reply.body.constData());
  }
  QString field(const char* checkId, const char* name) const {
    const QByteArray body = exchange("GET", m_registry->url(), "/v1/agent/checks").body;
    const Json checks = Json::parse(body.begin(), body.end(), nullptr, false);
    if (!checks.is_object() || !checks.contains(checkId)) return {};
    return QString::fromStdString(checks[checkId].value(name, ""));
  }
  QString catalogStatus(const char* service) const {
    const QByteArray body =
        exchange("GET", m_registry->url(), QByteArray("/v1/health/checks/") + service).body;
    const Json checks = Json::parse(body.begin(), body.end(), nullptr, false);
    return checks.is_array() && !checks.empty() ? QString::fromStdString(checks[0].value("Status", ""))
                                                : QString();
  }

 private slots:
  void initTestCase() { QVERIFY(m_registry->start()); }
  void init() { QVERIFY(cleanRegistry(m_registry->url())); }
  void cleanupTestCase() { m_registry->stop(); }

  void anHttpCheckFollowsTheStatus() {
    Page page;
    registerCheck("{\"ID\":\"h\",\"Name\":\"h\",\"Interval\":\"1s\",\"Timeout\":\"1s\",\"HTTP\":\"http://" +
                  page.address() + "/health?x=1\",\"Header\":{\"X-Probe\":[\"a\"]}}");
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("passing"), kProbedMs);
    QCOMPARE(field("h", "Output"), QStringLiteral("HTTP GET http://%1/health?x=1: 200 OK Output: hello")
                                       .arg(QString::fromUtf8(page.address())));
    QVERIFY(page.request.startsWith("GET /health?x=1 HTTP/1.1\r\n"));
    QVERIFY(page.request.contains("User-Agent: Consul Health Check\r\n"));
    QVERIFY(page.request.contains("X-Probe: a\r\n"));
    page.answer = "429 Too Many Requests";
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("warning"), kProbedMs);
    page.answer = "500 Internal Server Error";
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("critical"), kProbedMs);
    QVERIFY(field("h", "Output").contains(QStringLiteral("500 Internal Server Error")));
    page.answer = "204 No Content";
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("passing"), kProbedMs);
    page.close();
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("critical"), kProbedMs);
    QVERIFY(field("h", "Output").contains(QStringLiteral("connection refused")));
  }

  void anHttpCheckResolvesLocalhostAndSendsItsMethodAndBody() {
    Page page;
    const QByteArray port = page.address().mid(page.address().indexOf(':'));
    registerCheck(
        "{\"ID\":\"h\",\"Name\":\"h\",\"Interval\":\"1s\",\"Method\":\"POST\",\"Body\":\"ping\",\"HTTP\":"
        "\"http://localhost" +
        port + "\"}");
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("passing"), kProbedMs);
    QVERIFY(page.request.startsWith("POST / HTTP/1.1\r\n"));
  }

  void anHttpCheckTimesOut() {
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    registerCheck(
        "{\"ID\":\"h\",\"Name\":\"h\",\"Interval\":\"1s\",\"Timeout\":\"300ms\",\"Status\":\"passing\","
        "\"HTTP\":\"http://127.0.0.1:" +
        QByteArray::number(silent.serverPort()) + "\"}");
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("critical"), kProbedMs);
    QVERIFY(field("h", "Output").contains(QStringLiteral("deadline exceeded")));
  }

  void aTcpCheckConnects() {
    Page page;
    registerCheck("{\"ID\":\"t\",\"Name\":\"t\",\"Interval\":\"1s\",\"TCP\":\"" + page.address() + "\"}");
    QTRY_COMPARE_WITH_TIMEOUT(field("t", "Status"), QStringLiteral("passing"), kProbedMs);
    QCOMPARE(field("t", "Output"),
             QStringLiteral("TCP connect %1: Success").arg(QString::fromUtf8(page.address())));
    page.close();
    QTRY_COMPARE_WITH_TIMEOUT(field("t", "Status"), QStringLiteral("critical"), kProbedMs);
    QVERIFY(field("t", "Output").contains(QStringLiteral("connection refused")));
  }

  void aTtlExpiresAndIsRevived() {
    registerCheck("{\"ID\":\"l\",\"Name\":\"l\",\"TTL\":\"1s\",\"Status\":\"passing\"}");
    QTRY_COMPARE_WITH_TIMEOUT(field("l", "Status"), QStringLiteral("critical"), kProbedMs);
    QCOMPARE(field("l", "Output"), QStringLiteral("TTL expired"));
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/check/pass/l?note=fine").status, 200);
    QCOMPARE(field("l", "Status"), QStringLiteral("passing"));
    QTRY_COMPARE_WITH_TIMEOUT(field("l", "Status"), QStringLiteral("critical"), kProbedMs);
    QVERIFY(field("l", "Output")
                .startsWith(QStringLiteral("TTL expired (last output before timeout follows): fine")));
  }

  void longOutputIsCut() {
    registerCheck("{\"ID\":\"l\",\"Name\":\"l\",\"TTL\":\"1h\"}");
    const QByteArray note(5000, 'x');
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/check/pass/l?note=" + note).status, 200);
    QVERIFY(field("l", "Output").endsWith(QStringLiteral(" ... (captured 4096 of 5000 bytes)")));
  }

  void thresholdsWantSeveralInARow() {
    Page page;
    registerCheck(
        "{\"ID\":\"h\",\"Name\":\"h\",\"Interval\":\"1s\",\"FailuresBeforeCritical\":3,\"HTTP\":\"http://" +
        page.address() + "/\"}");
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("passing"), kProbedMs);
    page.answer = "500 Internal Server Error";
    const int asked = page.requests;
    QTRY_COMPARE_WITH_TIMEOUT(field("h", "Status"), QStringLiteral("critical"), kProbedMs);
    QVERIFY(page.requests - asked >= 3);
  }

  void aStatusReachesTheCatalogAtOnce() {
    Page page;
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/service/register",
                      "{\"Name\":\"web\",\"Check\":{\"Interval\":\"1s\",\"HTTP\":\"http://" + page.address() +
                          "/\"}}")
                 .status,
             200);
    QTRY_COMPARE_WITH_TIMEOUT(catalogStatus("web"), QStringLiteral("passing"), kProbedMs);
    page.answer = "503 Service Unavailable";
    QTRY_COMPARE_WITH_TIMEOUT(catalogStatus("web"), QStringLiteral("critical"), kProbedMs);
  }

  void aDeregisteredCheckIsProbedNoMore() {
    Page page;
    registerCheck("{\"ID\":\"h\",\"Name\":\"h\",\"Interval\":\"1s\",\"HTTP\":\"http://" + page.address() +
                  "/\"}");
    QTRY_VERIFY_WITH_TIMEOUT(page.requests > 0, kProbedMs);
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/check/deregister/h").status, 200);
    const int asked = page.requests;
    Page other;  // its probes tell that an interval has passed
    registerCheck("{\"ID\":\"o\",\"Name\":\"o\",\"Interval\":\"1s\",\"HTTP\":\"http://" + other.address() +
                  "/\"}");
    QTRY_VERIFY_WITH_TIMEOUT(other.requests >= 3, kProbedMs);
    QVERIFY(page.requests <= asked + 1);
    QCOMPARE(field("h", "Status"), QString());
  }

  void anAliasFollowsItsService() {
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/service/register",
                      "{\"Name\":\"web\",\"Check\":{\"TTL\":\"1h\",\"Status\":\"passing\"}}")
                 .status,
             200);
    // On a service of its own: an alias on the node counts itself among the node's checks, and stays
    // critical.
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/service/register",
                      "{\"Name\":\"front\",\"Check\":{\"AliasService\":\"web\"}}")
                 .status,
             200);
    // From the first change on: real Consul's alias starts before it is in the agent's state, and then
    // forgets the status it began with for up to a minute.
    for (const auto& [change, status] :
         {std::pair{"warn", "warning"}, {"pass", "passing"}, {"fail", "critical"}, {"pass", "passing"}}) {
      QCOMPARE(
          exchange("PUT", m_registry->url(), QByteArray("/v1/agent/check/") + change + "/service:web").status,
          200);
      QTRY_COMPARE_WITH_TIMEOUT(field("service:front", "Status"), QString::fromLatin1(status), kProbedMs);
    }
  }
};

HALFTONE_TEST_MAIN(TestChecks)
#include "tst_checks.moc"
