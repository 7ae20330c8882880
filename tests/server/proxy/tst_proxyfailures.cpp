// SPDX-License-Identifier: GPL-3.0-or-later
#include <netinet/in.h>

#include <QTest>

#include "tests/server/proxy/fixture.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;

namespace {

// A port that refuses connections: nobody listens, and nobody will while the descriptor lives.
class RefusingPort {
 public:
  RefusingPort() : m_instance(Instance::answering("never")) { m_instance.kill(); }
  [[nodiscard]] std::string address() const { return m_instance.address(); }

 private:
  Instance m_instance;
};

// Reads a request and closes without a word.
void closeSilently(Socket& socket, int) {
  (void)socket.read();
  socket.close();
}

}  // namespace

class ProxyFailuresTest : public QObject {
  Q_OBJECT
 private slots:
  void noInstanceIs503();
  void noPolicyIs503();
  void unavailableVersionFallsBackToStable();
  void refusedConnectGoesToTheNextInstanceAtOnce();
  void refusedConnectEverywhereIs502();
  void instanceThatRefusedIsLeftAloneForAMoment();
  void unansweredConnectIs504();
  void silentInstanceIs504();
  void pooledConnectionThatDiedIsReplacedUnseen();
  void getIsRepeatedElsewhereWhenTheInstanceDies();
  void postIsNotRepeatedOnceSent();
  void postThatWasNeverSentGoesElsewhere();
  void bodyThatPassedIsNotRepeated();
  void instanceDyingMidAnswerCutsIt_data();
  void instanceDyingMidAnswerCutsIt();
  void resetOfAnEndlessAnswerReachesTheClient();
  void instanceKilledUnderLoadCostsNoGet();
};

void ProxyFailuresTest::noInstanceIs503() {
  const auto proxy = startProxy(routingOf(betaPolicy(), {}));
  const Message reply = ask(*proxy, get());
  QCOMPARE(reply.status(), 503);
  QCOMPARE(reply.count("x-halftone-version"), 0);
  QCOMPARE(proxy->frame().unrouted, 1U);
  QCOMPARE(ask(*proxy, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status(), 503);
}

void ProxyFailuresTest::noPolicyIs503() {
  const auto proxy = startProxy({});
  QCOMPARE(ask(*proxy, get()).status(), 503);
  QCOMPARE(proxy->frame().policy.state, std::string("absent"));
}

void ProxyFailuresTest::unavailableVersionFallsBackToStable() {
  Instance one(Instance::answering("one"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}));
  const Message reply = ask(*proxy, get("/", "X-Beta: 1\r\n"));
  QCOMPARE(reply.field("x-halftone-version"), std::string("v1"));
}

void ProxyFailuresTest::refusedConnectGoesToTheNextInstanceAtOnce() {
  const RefusingPort dead;
  Instance alive(Instance::answering("alive"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dead.address(), alive.address()}}}));
  for (int i = 0; i < 10; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);
  QCOMPARE(proxy->frame().versions.front().errors, 0U);
}

void ProxyFailuresTest::refusedConnectEverywhereIs502() {
  const RefusingPort dead;
  const RefusingPort deadToo;
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dead.address(), deadToo.address()}}}));
  Socket client = connectTo(*proxy);
  for (int i = 0; i < 3; ++i) {  // and the client keeps its connection
    client.send(get());
    QCOMPARE(client.read().status(), 502);
  }
  QTRY_COMPARE(proxy->frame().versions.front().errors, 3U);
}

void ProxyFailuresTest::instanceThatRefusedIsLeftAloneForAMoment() {
  const RefusingPort dead;
  Instance alive(Instance::answering("alive"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dead.address(), alive.address()}}}));
  for (int i = 0; i < 20; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);
  std::uint64_t refused = 0;
  for (const auto& row : proxy->frame().instances) {
    if (row.id == dead.address()) refused = row.errors;
  }
  QVERIFY2(refused >= 1 && refused <= 5, qPrintable(QString::number(refused)));
}

void ProxyFailuresTest::unansweredConnectIs504() {
  // A listener whose backlog is full drops further SYNs: the connect hangs, as it does to a dead host.
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  QCOMPARE(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  QCOMPARE(::listen(listener, 0), 0);
  const int port = halftone::net::localAddress(listener).port();
  const Socket filler = connectTo(port);
  Settings settings = quickSettings();
  settings.timeouts.connect = std::chrono::milliseconds(300);
  const auto proxy =
      startProxy(routingOf(betaPolicy(), {{"v1", {"127.0.0.1:" + std::to_string(port)}}}), settings);
  QCOMPARE(ask(*proxy, get()).status(), 504);
  ::close(listener);
}

void ProxyFailuresTest::silentInstanceIs504() {
  Instance silent([](Socket& socket, int) {
    (void)socket.read();
    (void)socket.ended();
  });
  Settings settings = quickSettings();
  settings.timeouts.response = std::chrono::milliseconds(300);
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {silent.address()}}}), settings);
  QCOMPARE(ask(*proxy, get()).status(), 504);
  QCOMPARE(silent.connections(), 1);  // a request that may be under way is not repeated
}

void ProxyFailuresTest::pooledConnectionThatDiedIsReplacedUnseen() {
  Instance instance([](Socket& socket, int) {  // one answer a connection, and says nothing of closing
    (void)socket.read();
    socket.send(answer("once"));
  });
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {instance.address()}}}));
  Socket client = connectTo(*proxy);
  for (int i = 0; i < 50; ++i) {
    client.send(get());
    QCOMPARE(client.read().body, std::string("once"));
  }
}

void ProxyFailuresTest::getIsRepeatedElsewhereWhenTheInstanceDies() {
  Instance dying(closeSilently);
  Instance alive(Instance::answering("alive"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dying.address(), alive.address()}}}));
  for (int i = 0; i < 10; ++i) QCOMPARE(ask(*proxy, get()).body, std::string("alive GET / HTTP/1.1"));
  QVERIFY(dying.connections() > 0);
}

void ProxyFailuresTest::postIsNotRepeatedOnceSent() {
  Instance dying(closeSilently);
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dying.address()}}}));
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  QCOMPARE(ask(*proxy, post).status(), 502);
  QCOMPARE(dying.connections(), 1);
}

void ProxyFailuresTest::postThatWasNeverSentGoesElsewhere() {
  const RefusingPort dead;
  Instance alive(Instance::answering("alive"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dead.address(), alive.address()}}}));
  const std::string post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  for (int i = 0; i < 4; ++i) QCOMPARE(ask(*proxy, post).status(), 200);
}

void ProxyFailuresTest::bodyThatPassedIsNotRepeated() {
  Instance dying([](Socket& socket, int) {
    (void)socket.readHead();
    (void)socket.readExactly(6);
    socket.close();
  });
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dying.address()}}}));
  Socket client = connectTo(*proxy);
  client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
  QTRY_COMPARE(dying.connections(), 1);
  client.send("def");
  QCOMPARE(client.read().status(), 502);
  QCOMPARE(dying.connections(), 1);
}

void ProxyFailuresTest::instanceDyingMidAnswerCutsIt_data() {
  QTest::addColumn<QByteArray>("begun");
  QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  QTest::newRow("chunked") << QByteArray(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
}

void ProxyFailuresTest::instanceDyingMidAnswerCutsIt() {
  QFETCH(QByteArray, begun);
  Instance dying([begun](Socket& socket, int) {
    (void)socket.read();
    socket.send(begun.toStdString());
  });
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dying.address()}}}));
  const Message reply = ask(*proxy, get());
  QCOMPARE(reply.status(), 200);
  QVERIFY(!reply.whole);
  QTRY_COMPARE(proxy->frame().versions.front().errors, 1U);
  QCOMPARE(proxy->frame().versions.front().inFlight, 0U);
}

void ProxyFailuresTest::resetOfAnEndlessAnswerReachesTheClient() {
  Instance dying([](Socket& socket, int) {
    (void)socket.read();
    socket.send("HTTP/1.1 200 OK\r\n\r\nhalf");
    (void)socket.isSilentFor(100);  // until the first half has passed
    socket.reset();
  });
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {dying.address()}}}));
  QVERIFY(!ask(*proxy, get()).whole);
}

void ProxyFailuresTest::instanceKilledUnderLoadCostsNoGet() {
  Instance first(Instance::answering("first"));
  Instance second(Instance::answering("second"));
  const auto proxy =
      startProxy(routingOf(betaPolicy(), {{"v1", {first.address(), second.address()}}}), quickSettings(), 2);
  std::atomic<int> asked{0};
  std::atomic<int> failed{0};
  std::atomic<bool> enough{false};
  std::vector<std::thread> users;
  for (int user = 0; user < 8; ++user) {
    users.emplace_back([&] {
      Socket client = connectTo(*proxy);
      while (!enough) {
        client.send(get());
        if (client.read().status() != 200) ++failed;
        ++asked;
      }
    });
  }
  QTRY_VERIFY(asked > 500);
  first.kill();
  const int then = asked;
  QTRY_VERIFY(asked > then + 1'000);
  enough = true;
  for (std::thread& user : users) user.join();
  QCOMPARE(failed.load(), 0);
}

HALFTONE_EPOLL_TEST_MAIN(ProxyFailuresTest)
#include "tst_proxyfailures.moc"
