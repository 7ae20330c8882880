// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>
#include <array>
#include <memory>
#include <optional>
#include <set>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kPatience = 15'000;

// A proxy's admin port: its stream, which tells what the test says, and its one sample, named after it.
class ProxyStub : public QTcpServer {
 public:
  explicit ProxyStub(const char* name) : m_name(name) {
    connect(this, &QTcpServer::newConnection, this, [this] {
      QTcpSocket* socket = nextPendingConnection();
      connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    });
    connect(&m_streams, &QWebSocketServer::newConnection, this, [this] {
      m_reader.reset(m_streams.nextPendingConnection());
      tell();
    });
    listen(QHostAddress::LocalHost);
  }
  // Says on its stream that it serves this; until then it says nothing.
  void serve(const char* service) {
    m_service = service;
    tell();
  }
  [[nodiscard]] QString admin() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }
  // How often it was asked for its samples.
  [[nodiscard]] int asked() const { return m_asked; }

 private:
  void read(QTcpSocket* socket) {
    const QByteArray head = socket->peek(socket->bytesAvailable());
    if (!head.endsWith("\r\n\r\n")) return;
    if (!head.startsWith("GET /v1/samples ")) {
      socket->disconnect(this);
      return m_streams.handleConnection(socket);
    }
    socket->readAll();
    ++m_asked;
    const QByteArray body = R"({"samples":[{"time":"2026-11-22T09:32:44.123Z","method":"GET","target":"/)" +
                            m_name + R"(","headers":[],"client":"10.0.0.1","version":"v1"}]})";
    socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                  body);
  }
  void tell() {
    if (!m_reader || m_service.empty()) return;
    telemetry::TrafficFrame frame;
    frame.node = m_name.toStdString();
    frame.service = m_service;
    frame.epoch = m_service;
    frame.policy = {7, 2, "ok", {}};
    m_reader->sendTextMessage(QString::fromStdString(telemetry::writeTrafficFrame(frame)));
  }

  QByteArray m_name;
  std::string m_service;
  QWebSocketServer m_streams{QStringLiteral("test"), QWebSocketServer::NonSecureMode};
  std::unique_ptr<QWebSocket> m_reader;
  int m_asked = 0;
};

}  // namespace

// Of which proxies a service's live requests are: two that Consul names, played by the test.
class SampleFeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() {
    const std::array<const char*, 2> names{"p1", "p2"};
    for (std::size_t i = 0; i < names.size(); ++i) enlist(names[i], m_proxies[i].emplace(names[i]));
    m_connection.emplace(consul::Endpoint{m_consul.url(), {}, {}});
    m_policies.emplace(*m_connection);
  }
  void cleanup() {
    m_chat.reset();
    m_samples.reset();
    m_traffic.reset();
    m_policies.reset();
    m_connection.reset();
    for (const QByteArray id : {"p1", "p2"}) put("/v1/agent/service/deregister/" + id, {});
  }

  void aProxyThatWasNotHeardYetIsNotAsked() {
    m_proxies[0]->serve("chat");
    start({});
    QTRY_COMPARE_WITH_TIMEOUT(m_traffic->proxies().size(), 2U, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_proxies[0]->asked() >= 2, kPatience);
    QCOMPARE(targets(), std::set<std::string>{"/p1"});
    QCOMPARE(m_proxies[1]->asked(), 0);
    m_proxies[1]->serve("orders");
    QTRY_COMPARE_WITH_TIMEOUT(proxiesOf(QStringLiteral("orders")), 1, kPatience);
    const int asked = m_proxies[0]->asked();
    QTRY_VERIFY_WITH_TIMEOUT(m_proxies[0]->asked() > asked, kPatience);
    QCOMPARE(m_proxies[1]->asked(), 0);
  }

  void whatAProxyOfAnotherServiceNowHadIsLeftOut() {
    for (auto& proxy : m_proxies) proxy->serve("chat");
    start({});
    QTRY_COMPARE_WITH_TIMEOUT(targets(), (std::set<std::string>{"/p1", "/p2"}), kPatience);
    m_proxies[1]->serve("orders");
    QTRY_COMPARE_WITH_TIMEOUT(targets(), std::set<std::string>{"/p1"}, kPatience);
  }

  void aProxyThatLeftIsLeftOut() {
    for (auto& proxy : m_proxies) proxy->serve("chat");
    start({});
    QTRY_COMPARE_WITH_TIMEOUT(targets(), (std::set<std::string>{"/p1", "/p2"}), kPatience);
    put("/v1/agent/service/deregister/p2", {});
    QTRY_COMPARE_WITH_TIMEOUT(targets(), std::set<std::string>{"/p1"}, kPatience);
  }

  // --proxy-admin: Consul is not asked for proxies.
  void theOneProxyThatTheConsoleWasGivenIsAskedOnceHeard() {
    start(QUrl(m_proxies[0]->admin()));
    QCOMPARE(m_proxies[0]->asked(), 0);
    m_proxies[0]->serve("chat");
    QTRY_COMPARE_WITH_TIMEOUT(targets(), std::set<std::string>{"/p1"}, kPatience);
    QVERIFY(m_chat->isSampled());
  }

 private:
  void start(std::optional<QUrl> proxyAdmin) {
    m_traffic.emplace(*m_connection, std::move(proxyAdmin));
    m_samples.emplace(*m_connection, *m_policies, *m_traffic);
    m_traffic->start();
    m_chat = m_samples->samples(QStringLiteral("chat"));
  }
  void put(const QByteArray& target, const QByteArray& body) {
    const auto reply = test::exchange("PUT", m_consul.url(), target, body);
    if (reply.status != 200) qInfo("%s: %d %s", target.constData(), reply.status, reply.body.constData());
  }
  void enlist(const QByteArray& id, const ProxyStub& proxy) {
    put("/v1/agent/service/register", R"({"ID":")" + id +
                                          R"(","Name":"halftone-proxy","Port":1,"Meta":{"admin":")" +
                                          proxy.admin().toUtf8() + R"("}})");
  }
  [[nodiscard]] std::set<std::string> targets() const {
    std::set<std::string> targets;
    for (const LiveRequest& request : *m_chat->requests()) targets.insert(request.target);
    return targets;
  }
  [[nodiscard]] int proxiesOf(const QString& service) const {
    int count = 0;
    for (const ProxyInfo& proxy : m_traffic->proxies()) count += proxy.service == service ? 1 : 0;
    return count;
  }

  test::ConsulProcess m_consul;
  std::array<std::optional<ProxyStub>, 2> m_proxies;
  std::optional<ConsulConnection> m_connection;
  std::optional<PolicyFeed> m_policies;
  std::optional<TrafficFeed> m_traffic;
  std::optional<SampleFeed> m_samples;
  std::shared_ptr<ServiceSamples> m_chat;
};

QTEST_GUILESS_MAIN(SampleFeedTest)
#include "tst_samplefeed.moc"
