// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/proxy/fixture.h"
#include "tests/server/proxy/tlspeer.h"

using namespace halftone;
using namespace halftone::proxy;
using namespace halftone::proxy::test;

// TLS on both sides of the proxy, with real sockets and OpenSSL on the other end.
class ProxyTlsTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { m_directory = std::make_unique<QTemporaryDir>(); }
  void cleanup() {
    m_front.reset();
    m_proxy.reset();
    m_instance.reset();
  }

  void requestsAreAnsweredAndTheInstanceIsToldOfTls();
  void clientsOfOtherProtocolsAreTurnedAway_data();
  void clientsOfOtherProtocolsAreTurnedAway();
  void nameChoosesTheCertificate_data();
  void nameChoosesTheCertificate();
  void sessionsAreResumed_data();
  void sessionsAreResumed();
  void certificatesAreReplacedUnderOpenConnections();
  void sessionsOutliveTheirCertificate();
  void filesThatCannotBeUsedLeaveTheOldOnes();
  void missingFilesAreExplained();
  void unfinishedHandshakeIsCutOff();
  void largeBodiesPassBothWays();
  void webSocketsPass();
  void instancesAreAskedOverTls();
  void instancesOfAnotherNameAreNotTrusted();

 private:
  net::CertificateFiles certificate(const std::string& file, const std::vector<std::string>& names) {
    return makeCertificate(m_directory->path().toStdString(), file, names);
  }
  void start(Instance::Script script, std::vector<net::CertificateFiles> certificates,
             Settings settings = quickSettings()) {
    m_instance = std::make_unique<Instance>(std::move(script));
    m_proxy = run(m_instance->address(), std::move(certificates), std::move(settings), 2);
  }
  std::unique_ptr<Proxy> run(const std::string& instance, std::vector<net::CertificateFiles> certificates,
                             Settings settings, int workers) {
    ProxyOptions options;
    options.settings = std::move(settings);
    options.listen = *net::SocketAddress::parse("127.0.0.1:0");
    options.admin = options.listen;
    options.workers = workers;
    options.certificates = std::move(certificates);
    options.routing = routingOf(betaPolicy(), {{"v1", {instance}}});
    auto proxy = Proxy::start(std::move(options));
    if (!proxy) qFatal("%s", proxy.error().toString().c_str());
    return std::move(*proxy);
  }
  [[nodiscard]] int port() const { return m_proxy->address().port(); }
  [[nodiscard]] std::string subjectNow() const { return TlsClient(port(), {}).subject(); }
  // A proxy without TLS in front of the one with it.
  void startFront(const std::string& name, const std::string& authority) {
    Settings settings = quickSettings();
    auto tls = net::TlsClientContext::load(name, authority);
    if (!tls) qFatal("%s", tls.error().toString().c_str());
    settings.upstreamTls = *tls;
    m_front = run(m_proxy->address().toString(), {}, settings, 1);
  }

  std::unique_ptr<QTemporaryDir> m_directory;
  std::unique_ptr<Instance> m_instance;
  std::unique_ptr<Proxy> m_proxy;
  std::unique_ptr<Proxy> m_front;
};

void ProxyTlsTest::requestsAreAnsweredAndTheInstanceIsToldOfTls() {
  start(
      [](Socket& socket, int) {
        while (const auto request = socket.readHead()) {
          socket.send(answer(request->field("x-forwarded-proto") + ' ' + request->field("forwarded")));
        }
      },
      {certificate("a", {"a.example"})});
  TlsClient client(port(), {});
  QVERIFY(client.isConnected());
  QCOMPARE(client.protocol(), std::string("http/1.1"));
  for (int i = 0; i < 3; ++i) {
    QVERIFY(client.send(get() + get()));
    for (int j = 0; j < 2; ++j) {
      const std::string reply = client.readMessage();
      QVERIFY2(reply.starts_with("HTTP/1.1 200"), reply.c_str());
      QVERIFY(reply.ends_with("https for=127.0.0.1;proto=https;host=\"shop.example\""));
    }
  }
}

void ProxyTlsTest::clientsOfOtherProtocolsAreTurnedAway_data() {
  QTest::addColumn<QByteArray>("protocols");
  QTest::addColumn<int>("highestVersion");
  QTest::addColumn<bool>("welcome");
  QTest::newRow("HTTP/2 alone") << QByteArray("\x02h2") << 0 << false;
  QTest::newRow("HTTP/2 or 1.1") << QByteArray("\x02h2\x08http/1.1") << 0 << true;
  QTest::newRow("no ALPN") << QByteArray() << 0 << true;
  QTest::newRow("TLS 1.2") << QByteArray() << TLS1_2_VERSION << true;
  QTest::newRow("TLS 1.1") << QByteArray() << TLS1_1_VERSION << false;
}

void ProxyTlsTest::clientsOfOtherProtocolsAreTurnedAway() {
  QFETCH(QByteArray, protocols);
  QFETCH(int, highestVersion);
  QFETCH(bool, welcome);
  start(Instance::answering("one"), {certificate("a", {"a.example"})});
  TlsClient::Wish wish;
  wish.protocols = protocols.toStdString();
  wish.highestVersion = highestVersion;
  QCOMPARE(TlsClient(port(), wish).isConnected(), welcome);
}

void ProxyTlsTest::nameChoosesTheCertificate_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("subject");
  QTest::newRow("first") << QByteArray("a.example") << QByteArray("a.example");
  QTest::newRow("second") << QByteArray("b.example") << QByteArray("b.example");
  QTest::newRow("any case") << QByteArray("B.Example") << QByteArray("b.example");
  QTest::newRow("wildcard") << QByteArray("x.c.example") << QByteArray("b.example");
  QTest::newRow("wildcards are for one label") << QByteArray("y.x.c.example") << QByteArray("a.example");
  QTest::newRow("unknown") << QByteArray("z.example") << QByteArray("a.example");
  QTest::newRow("none") << QByteArray() << QByteArray("a.example");
}

void ProxyTlsTest::nameChoosesTheCertificate() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, subject);
  start(Instance::answering("one"),
        {certificate("a", {"a.example"}), certificate("b", {"b.example", "*.c.example"})});
  TlsClient::Wish wish;
  wish.serverName = name.toStdString();
  TlsClient client(port(), wish);
  QVERIFY(client.isConnected());
  QCOMPARE(client.subject(), subject.toStdString());
}

void ProxyTlsTest::sessionsAreResumed_data() {
  QTest::addColumn<int>("version");
  QTest::newRow("TLS 1.2") << TLS1_2_VERSION;
  QTest::newRow("TLS 1.3") << TLS1_3_VERSION;
}

void ProxyTlsTest::sessionsAreResumed() {
  QFETCH(int, version);
  start(Instance::answering("one"), {certificate("a", {"a.example"}), certificate("b", {"b.example"})});
  TlsClient::Wish wish;
  wish.serverName = "b.example";
  wish.highestVersion = version;
  TlsClient first(port(), wish);
  QVERIFY(first.send(get()));
  QVERIFY(!first.readMessage().empty());  // the ticket comes with it
  wish.resume = first.takeSession();
  for (int i = 0; i < 4; ++i) QVERIFY(TlsClient(port(), wish).wasResumed());  // whichever worker it meets
  SSL_SESSION_free(wish.resume);
}

void ProxyTlsTest::certificatesAreReplacedUnderOpenConnections() {
  start(Instance::answering("one"), {certificate("a", {"old.example"})});
  TlsClient open(port(), {});
  QCOMPARE(open.subject(), std::string("old.example"));
  (void)certificate("a", {"new.example"});
  QTRY_COMPARE(subjectNow(), std::string("new.example"));
  QVERIFY(open.send(get()));
  QVERIFY(open.readMessage().starts_with("HTTP/1.1 200"));
}

void ProxyTlsTest::sessionsOutliveTheirCertificate() {
  start(Instance::answering("one"), {certificate("a", {"old.example"})});
  TlsClient first(port(), {});
  QVERIFY(first.send(get()));
  QVERIFY(!first.readMessage().empty());
  TlsClient::Wish wish;
  wish.resume = first.takeSession();
  (void)certificate("a", {"new.example"});
  QTRY_COMPARE(subjectNow(), std::string("new.example"));
  QVERIFY(TlsClient(port(), wish).wasResumed());
  SSL_SESSION_free(wish.resume);
}

void ProxyTlsTest::filesThatCannotBeUsedLeaveTheOldOnes() {
  const net::CertificateFiles files = certificate("a", {"old.example"});
  auto certificates = Certificates::load({files});
  QVERIFY(certificates);
  const auto before = (*certificates)->current();
  QSignalSpy refused(certificates->get(), &Certificates::refused);
  QTest::ignoreMessage(QtWarningMsg,
                       QRegularExpression(QStringLiteral("the last certificates stay: .*a.pem")));
  QFile broken(QString::fromStdString(files.chain));
  QVERIFY(broken.open(QIODevice::WriteOnly));
  broken.write("nonsense");
  broken.close();
  QTRY_COMPARE(refused.count(), 1);
  QVERIFY((*certificates)->current() == before);
  QSignalSpy changed(certificates->get(), &Certificates::changed);
  (void)certificate("a", {"new.example"});
  QTRY_COMPARE(changed.count(), 1);
  QVERIFY((*certificates)->current() != before);
}

void ProxyTlsTest::missingFilesAreExplained() {
  const auto loaded = net::TlsServerContext::load({{"/none.pem", "/none.key"}});
  QVERIFY(!loaded);
  QVERIFY(loaded.error().toString().find("/none.pem") != std::string::npos);
  const auto a = certificate("a", {"a"});
  const auto b = certificate("b", {"b"});
  const auto mixed = net::TlsServerContext::load({{a.chain, b.key}});
  QVERIFY(!mixed);
  QVERIFY(mixed.error().toString().find("b.key") != std::string::npos);
}

void ProxyTlsTest::unfinishedHandshakeIsCutOff() {
  Settings settings = quickSettings();
  settings.timeouts.head = std::chrono::milliseconds(200);
  start(Instance::answering("one"), {certificate("a", {"a.example"})}, settings);
  Socket silent = connectTo(port());
  Socket half = connectTo(port());
  half.send(std::string("\x16\x03\x01\x02", 4));
  Socket plain = connectTo(port());
  plain.send(get());
  QVERIFY(silent.ended());
  QVERIFY(half.ended());
  QVERIFY(plain.readExactly(9) != "HTTP/1.1 ");
}

void ProxyTlsTest::largeBodiesPassBothWays() {
  start(
      [](Socket& socket, int) {
        const Message request = socket.read();
        socket.send(answer(request.body));
      },
      {certificate("a", {"a.example"})});
  std::string body(8'000'000, ' ');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
  TlsClient client(port(), {});
  QVERIFY(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
                      "\r\n\r\n" + body));
  QVERIFY(client.readMessage().ends_with("\r\n\r\n" + body));
}

void ProxyTlsTest::webSocketsPass() {
  start(
      [](Socket& socket, int) {
        (void)socket.readHead();
        socket.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        while (true) {
          const std::string bytes = socket.receive();
          if (bytes.empty() || !socket.send(bytes)) return;
        }
      },
      {certificate("a", {"a.example"})});
  TlsClient client(port(), {});
  QVERIFY(client.send(get("/ws", "Connection: Upgrade\r\nUpgrade: websocket\r\n")));
  QVERIFY(client.readMessage().starts_with("HTTP/1.1 101"));
  for (const std::size_t size : {5U, 100'000U, 3U}) {
    const std::string bytes(size, 'x');
    QVERIFY(client.send(bytes));
    QCOMPARE(client.readExactly(size), bytes);
  }
}

void ProxyTlsTest::instancesAreAskedOverTls() {
  const net::CertificateFiles files = certificate("a", {"shop.internal"});
  start(Instance::answering("one"), {files});
  startFront("shop.internal", files.chain);
  Socket client = connectTo(*m_front);
  for (int i = 0; i < 5; ++i) {
    client.send(get("/" + std::to_string(i)));
    QCOMPARE(client.read().body, "one GET /" + std::to_string(i) + " HTTP/1.1");
  }
  QTRY_COMPARE(m_proxy->frame().versions.front().status[1], 5U);
  QCOMPARE(m_instance->connections(), 1);
}

void ProxyTlsTest::instancesOfAnotherNameAreNotTrusted() {
  const net::CertificateFiles files = certificate("a", {"shop.internal"});
  start(Instance::answering("one"), {files});
  startFront("other.internal", files.chain);
  QCOMPARE(ask(*m_front, get()).status(), 502);
  startFront("shop.internal", certificate("b", {"shop.internal"}).chain);  // another authority
  QCOMPARE(ask(*m_front, get()).status(), 502);
  QCOMPARE(m_proxy->frame().versions.front().requests, 0U);
}

HALFTONE_EPOLL_TEST_MAIN(ProxyTlsTest)
#include "tst_proxytls.moc"
