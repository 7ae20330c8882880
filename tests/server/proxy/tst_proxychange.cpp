// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "server/net/httpclient.h"
#include "tests/server/proxy/fixture.h"
#include "tests/server/proxy/load.h"
#include "tests/support/childprocess.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;
using halftone::test::ChildProcess;

// Changes under load: of the policy, and of the process. Nothing may be lost.
class ProxyChangeTest : public QObject {
  Q_OBJECT
 private slots:
  void publishesLoseNothing_data();
  void publishesLoseNothing();
  void whatHasGoneLeavesTheMetrics();
  void successorTakesThePortWithoutALoss();
  void successorThatFailsChangesNothing();
  void drainAnswersWhatIsUnderWayAndThenCloses();

 private:
  QString write(const QString& name, const std::string& text);
  // Starts it and gives its port, 0 if it does not come up.
  int start(ChildProcess& process, const std::string& instance, int port);

  QTemporaryDir m_directory;
};

QString ProxyChangeTest::write(const QString& name, const std::string& text) {
  QFile file(m_directory.filePath(name));
  if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(text));
  return file.fileName();
}

int ProxyChangeTest::start(ChildProcess& process, const std::string& instance, int port) {
  const QStringList arguments{
      QStringLiteral("proxy"),
      QStringLiteral("--service=shop"),
      QStringLiteral("--listen=127.0.0.1:%1").arg(port),
      QStringLiteral("--admin=127.0.0.1:0"),
      QStringLiteral("--policy=") + write(QStringLiteral("policy.json"), betaPolicy()),
      QStringLiteral("--endpoints=") +
          write(QStringLiteral("endpoints.json"), "{\"v1\":[\"" + instance + "\"]}"),
      QStringLiteral("--workers=2"),
      QStringLiteral("--drain=20"),
      QStringLiteral("--handover=") + m_directory.filePath(QStringLiteral("handover"))};
  if (!process.start(halftone::test::builtProgram(QStringLiteral("halftone-server")), arguments)) return 0;
  const QByteArray line = process.firstLine(std::chrono::seconds(20));
  const QString address = QJsonDocument::fromJson(line).object().value(QStringLiteral("listen")).toString();
  return QUrl(QStringLiteral("http://") + address).port(0);
}

void ProxyChangeTest::publishesLoseNothing_data() {
  QTest::addColumn<int>("publishes");
  const bool isLong = qEnvironmentVariableIsSet("HALFTONE_LONG");
  QTest::newRow(isLong ? "1000" : "100") << (isLong ? 1'000 : 100);
}

void ProxyChangeTest::publishesLoseNothing() {
  QFETCH(int, publishes);
  const Instance one(echoing());
  const Instance two(echoing());
  const auto routing = [&](int round) {
    const std::string percent = std::to_string(round % 101);
    const std::string rest = std::to_string(100 - round % 101);
    return routingOf(policyWith({}, "{\"split\":[{\"version\":\"v2\",\"weight\":" + percent +
                                        "},{\"version\":\"v1\",\"weight\":" + rest + "}]}"),
                     {{"v1", {one.address()}}, {"v2", {round % 2 == 0 ? two.address() : one.address()}}});
  };
  const auto proxy = startProxy(routing(0), quickSettings(), 2);
  HttpLoad requests(proxy->address().port(), 6);
  SocketLoad sockets(proxy->address().port(), 10);
  std::size_t before = 0;
  for (int round = 1; round <= publishes; ++round) {
    proxy->setRouting(routing(round));
    const std::uint64_t seen = requests.answered();
    QTRY_VERIFY(requests.answered() >= seen + 3 || requests.failed() > 0);
    if (round == publishes / 5) before = residentBytes();
  }
  const std::size_t after = residentBytes();
  requests.stop();
  sockets.stop();
  QCOMPARE(requests.failed(), 0U);
  QCOMPARE(sockets.failed(), 0U);
  QVERIFY(sockets.echoed() > 10);
  if (memoryTells()) QVERIFY2(after < before + 8'000'000, std::to_string(after - before).c_str());
}

// Names of instances and rules come and go for as long as the proxy runs; its memory must not grow with them.
void ProxyChangeTest::whatHasGoneLeavesTheMetrics() {
  const Instance one(echoing());
  const Instance two(echoing());
  const auto routing = [](const char* rule, const std::string& address) {
    return routingOf(policyWith(std::string("{\"name\":\"") + rule +
                                    "\",\"when\":[{\"attr\":\"method\",\"is\":\"GET\"}],\"split\":[{"
                                    "\"version\":\"v1\",\"weight\":100}]}",
                                "{\"split\":[{\"version\":\"v1\",\"weight\":100}]}"),
                     {{"v1", {address}}});
  };
  const auto proxy = startProxy(routing("former", one.address()));
  QCOMPARE(ask(*proxy, get()).status(), 200);
  halftone::net::HttpClient client;
  std::string metrics;  // as they were a moment ago
  const auto tells = [&](const std::string& what) {
    halftone::net::ClientRequest request;
    request.to = proxy->adminAddress();
    request.target = "/metrics";
    client.send(request, [&](const halftone::Result<halftone::net::HttpResponse>& reply) {
      if (reply) metrics = reply->body;
    });
    return metrics.find(what) != std::string::npos;
  };
  QTRY_VERIFY(tells(one.address()));
  QTRY_VERIFY(tells("\"former\""));

  proxy->setRouting(routing("new", two.address()));
  QCOMPARE(ask(*proxy, get()).status(), 200);
  QTRY_VERIFY(tells(two.address()));
  QTRY_VERIFY(!tells(one.address()));
  QTRY_VERIFY(!tells("\"former\""));
  QVERIFY(tells("\"new\""));
}

void ProxyChangeTest::successorTakesThePortWithoutALoss() {
  const Instance instance(echoing());
  auto process = std::make_unique<ChildProcess>();
  const int port = start(*process, instance.address(), 0);
  QVERIFY(port > 0);
  HttpLoad kept(port, 4);
  HttpLoad fresh(port, 4, HttpLoad::Connections::EachAnew);
  SocketLoad sockets(port, 4);
  for (int round = 0; round < 3; ++round) {
    auto successor = std::make_unique<ChildProcess>();
    QCOMPARE(start(*successor, instance.address(), port), port);
    const std::uint64_t seen = kept.answered();
    const std::uint64_t echoed = sockets.echoed();
    QTRY_VERIFY(kept.answered() > seen + 100);
    if (round == 0) QTRY_VERIFY(sockets.echoed() > echoed + 20);
    // The old one lives for its WebSockets alone; these move when it is told to end by the deadline.
    if (round == 0) {
      sockets.stop();
      QCOMPARE(sockets.failed(), 0U);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!process->isRunning(), 20'000);
    QCOMPARE(process->exitCode(), 0);
    process = std::move(successor);
  }
  kept.stop();
  fresh.stop();
  QCOMPARE(kept.failed(), 0U);
  QCOMPARE(fresh.failed(), 0U);
}

void ProxyChangeTest::successorThatFailsChangesNothing() {
  const Instance instance(echoing());
  ChildProcess process;
  const int port = start(process, instance.address(), 0);
  QVERIFY(port > 0);
  HttpLoad requests(port, 2);
  ChildProcess other;
  QCOMPARE(start(other, instance.address(), port == 1 ? 2 : 1), 0);  // not the port that is handed over
  const std::uint64_t seen = requests.answered();
  QTRY_VERIFY(requests.answered() > seen + 100);
  ChildProcess successor;
  QCOMPARE(start(successor, instance.address(), port), port);
  QTRY_VERIFY(!process.isRunning());
  requests.stop();
  QCOMPARE(requests.failed(), 0U);
}

void ProxyChangeTest::drainAnswersWhatIsUnderWayAndThenCloses() {
  std::atomic<bool> go = false;
  const Instance instance([&](Socket& socket, int) {
    while (const auto request = socket.readHead()) {
      while (request->start.starts_with("GET /slow") && !go) std::this_thread::yield();
      socket.send(answer("x"));
    }
  });
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {instance.address()}}}));
  Socket slow = connectTo(*proxy);
  Socket kept = connectTo(*proxy);
  kept.send(get());
  QCOMPARE(kept.read().status(), 200);
  slow.send(get("/slow"));
  QTRY_COMPARE(proxy->frame().versions.front().inFlight, 1U);
  bool done = false;
  proxy->stop([&] { done = true; });
  QCoreApplication::processEvents();
  kept.send(get());  // on a connection that was idle when the end began
  const Message last = kept.read();
  QCOMPARE(last.status(), 200);
  QCOMPARE(last.field("connection"), std::string("close"));
  QVERIFY(kept.ended());
  QVERIFY(!done);
  go = true;
  QCOMPARE(slow.read().status(), 200);
  QVERIFY(slow.ended());
  QTRY_VERIFY(done);
}

HALFTONE_EPOLL_TEST_MAIN(ProxyChangeTest)
#include "tst_proxychange.moc"
