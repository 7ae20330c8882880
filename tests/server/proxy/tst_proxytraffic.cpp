// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <future>
#include <map>

#include "tests/server/proxy/fixture.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;

namespace {

// Answers each request with that status.
Instance::Script failingWith(int status) {
  return [status](Socket& socket, int) {
    while (socket.read().whole) {
      if (!socket.send(answer("no", {}, status))) return;
    }
  };
}

// Reads a request and closes without a word.
void closeSilently(Socket& socket, int) {
  (void)socket.read();
  socket.close();
}

// Lets its connections wait for an answer until it is opened.
class Gate {
 public:
  [[nodiscard]] Instance::Script script() {
    return [this](Socket& socket, int) {
      while (socket.read().whole) {
        ++m_arrived;
        m_open.wait();
        if (!socket.send(answer("late"))) return;
      }
    };
  }
  void open() { m_opening.set_value(); }
  [[nodiscard]] int arrived() const { return m_arrived; }

 private:
  std::promise<void> m_opening;
  std::shared_future<void> m_open = m_opening.get_future().share();
  std::atomic<int> m_arrived{0};
};

std::string stateOf(const Proxy& proxy, const std::string& id) {
  for (const auto& row : proxy.frame().instances) {
    if (row.id == id) return row.state;
  }
  return {};
}

}  // namespace

class ProxyTrafficTest : public QObject {
  Q_OBJECT
 private slots:
  void headTimeoutOfThePolicyIs504();
  void totalTimeoutEndsASlowAnswer();
  void slowInstanceIsGivenUpForAnother();
  void attemptsOfNoneRepeatNothing();
  void budgetBoundsTheRetries();
  void requestsBeyondTheLimitAreRejected();
  void connectionsBeyondTheLimitWaitTheirTurn();
  void waitingEndsWithTheConnectTimeout();
  void clientThatWaitsMayLeave();
  void failingInstanceIsEjectedAndShownSo();
  void ejectionSurvivesAPublish();
  void hashKeepsAUserAtAnInstance();
  void versionHasItsOwnSettings();
};

void ProxyTrafficTest::headTimeoutOfThePolicyIs504() {
  Gate gate;
  Instance slow(gate.script());
  const auto proxy =
      startProxy(routingOf(carriedBy("\"timeouts\":{\"head\":\"100ms\"}"), {{"v1", {slow.address()}}}));
  QCOMPARE(ask(*proxy, get()).status(), 504);
  gate.open();
}

void ProxyTrafficTest::totalTimeoutEndsASlowAnswer() {
  Instance dripping([](Socket& socket, int) {
    (void)socket.read();
    if (!socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")) return;
    while (socket.send("1\r\nx\r\n") && socket.isSilentFor(20)) {
    }
  });
  const auto proxy =
      startProxy(routingOf(carriedBy("\"timeouts\":{\"total\":\"300ms\"}"), {{"v1", {dripping.address()}}}));
  const Message reply = ask(*proxy, get());
  QCOMPARE(reply.status(), 200);
  QVERIFY(!reply.whole);
}

void ProxyTrafficTest::slowInstanceIsGivenUpForAnother() {
  Gate gate;
  Instance slow(gate.script());
  Instance quick(Instance::answering("quick"));
  const auto proxy = startProxy(
      routingOf(carriedBy("\"timeouts\":{\"head\":\"200ms\"}"), {{"v1", {slow.address(), quick.address()}}}));
  for (int i = 0; i < 4; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);
  gate.open();
}

void ProxyTrafficTest::attemptsOfNoneRepeatNothing() {
  Instance dying(closeSilently);
  Instance alive(Instance::answering("alive"));
  const auto proxy =
      startProxy(routingOf(carriedBy("\"retries\":{\"attempts\":0},\"failures\":{\"count\":0}"),
                           {{"v1", {dying.address(), alive.address()}}}));
  std::map<int, int> statuses;
  for (int i = 0; i < 10; ++i) ++statuses[ask(*proxy, get()).status()];
  QCOMPARE(statuses[200], 5);
  QCOMPARE(statuses[502], 5);
}

void ProxyTrafficTest::budgetBoundsTheRetries() {
  Gate gate;
  Instance dying(closeSilently);
  Instance slow(gate.script());
  const auto proxy =
      startProxy(routingOf(carriedBy("\"retries\":{\"budget\":0,\"minimum\":1},\"failures\":{\"count\":0}"),
                           {{"v1", {dying.address(), slow.address()}}}));
  std::list<Socket> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(connectTo(*proxy));
    clients.back().send(get());
  }
  // Four go to the slow one by their turn. Of the other four one may be tried again there.
  QTRY_COMPARE(gate.arrived(), 5);
  gate.open();
  std::map<int, int> statuses;
  for (Socket& client : clients) ++statuses[client.read().status()];
  QCOMPARE(statuses[200], 5);
  QCOMPARE(statuses[502], 3);
}

void ProxyTrafficTest::requestsBeyondTheLimitAreRejected() {
  Gate gate;
  Instance slow(gate.script());
  const auto proxy =
      startProxy(routingOf(carriedBy("\"limits\":{\"requests\":2}"), {{"v1", {slow.address()}}}));
  Socket first = connectTo(*proxy);
  Socket second = connectTo(*proxy);
  first.send(get());
  second.send(get());
  QTRY_COMPARE(gate.arrived(), 2);
  const Message rejected = ask(*proxy, get());
  QCOMPARE(rejected.status(), 503);
  QCOMPARE(rejected.field("x-halftone-reject"), std::string("requests"));
  gate.open();
  QCOMPARE(first.read().status(), 200);
  QCOMPARE(second.read().status(), 200);
  QCOMPARE(ask(*proxy, get()).status(), 200);
}

void ProxyTrafficTest::connectionsBeyondTheLimitWaitTheirTurn() {
  Gate gate;
  Instance slow(gate.script());
  const auto proxy = startProxy(
      routingOf(carriedBy("\"limits\":{\"connections\":1,\"pending\":2}"), {{"v1", {slow.address()}}}));
  std::list<Socket> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(connectTo(*proxy));
    clients.back().send(get());
    QTRY_COMPARE(proxy->frame().versions.front().inFlight, static_cast<std::uint64_t>(i + 1));
  }
  const Message rejected = ask(*proxy, get());
  QCOMPARE(rejected.status(), 503);
  QCOMPARE(rejected.field("x-halftone-reject"), std::string("connections"));
  QCOMPARE(gate.arrived(), 1);
  gate.open();
  for (Socket& client : clients) QCOMPARE(client.read().status(), 200);
  QCOMPARE(slow.connections(), 1);
}

void ProxyTrafficTest::waitingEndsWithTheConnectTimeout() {
  Gate gate;
  Instance slow(gate.script());
  const auto proxy = startProxy(routingOf(
      carriedBy("\"limits\":{\"connections\":1,\"pending\":9},\"timeouts\":{\"connect\":\"100ms\"}"),
      {{"v1", {slow.address()}}}));
  Socket first = connectTo(*proxy);
  first.send(get());
  QTRY_COMPARE(gate.arrived(), 1);
  QCOMPARE(ask(*proxy, get()).status(), 503);
  gate.open();
  QCOMPARE(first.read().status(), 200);
}

void ProxyTrafficTest::clientThatWaitsMayLeave() {
  Gate gate;
  Instance slow(gate.script());
  const auto proxy = startProxy(
      routingOf(carriedBy("\"limits\":{\"connections\":1,\"pending\":9}"), {{"v1", {slow.address()}}}));
  Socket first = connectTo(*proxy);
  first.send(get());
  QTRY_COMPARE(gate.arrived(), 1);
  Socket second = connectTo(*proxy);
  second.send(get());
  QTRY_COMPARE(proxy->frame().versions.front().inFlight, 2U);
  second.reset();
  QTRY_COMPARE(proxy->frame().versions.front().inFlight, 1U);
  gate.open();
  QCOMPARE(first.read().status(), 200);
  QCOMPARE(ask(*proxy, get()).status(), 200);
}

void ProxyTrafficTest::failingInstanceIsEjectedAndShownSo() {
  Instance bad(failingWith(500));
  Instance good(Instance::answering("good"));
  const auto proxy = startProxy(routingOf(carriedBy("\"outliers\":{\"consecutive\":3,\"maxEjected\":50}"),
                                          {{"v1", {bad.address(), good.address()}}}));
  std::map<int, int> statuses;
  for (int i = 0; i < 20; ++i) ++statuses[ask(*proxy, get()).status()];
  QCOMPARE(statuses[500], 3);
  QCOMPARE(stateOf(*proxy, bad.address()), std::string("ejected"));
  QCOMPARE(stateOf(*proxy, good.address()), std::string("passing"));
}

void ProxyTrafficTest::ejectionSurvivesAPublish() {
  Instance bad(failingWith(500));
  Instance good(Instance::answering("good"));
  const Addresses addresses{{"v1", {bad.address(), good.address()}}};
  const auto proxy = startProxy(routingOf(carriedBy("\"outliers\":{\"consecutive\":1}"), addresses));
  for (int i = 0; i < 4; ++i) QVERIFY(ask(*proxy, get()).status() > 0);
  proxy->setRouting(routingOf(carriedBy("\"outliers\":{\"consecutive\":1},\"slowStart\":\"1s\""), addresses));
  for (int i = 0; i < 6; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);
}

void ProxyTrafficTest::hashKeepsAUserAtAnInstance() {
  Instance a(Instance::answering("a"));
  Instance b(Instance::answering("b"));
  Instance c(Instance::answering("c"));
  const std::string policy =
      "{\"apiVersion\":\"halftone/v1\",\"service\":\"shop\",\"versions\":{\"v1\":{\"select\":{\"version\":"
      "\"v1\"},\"balance\":\"hash\"}},\"stable\":\"v1\",\"default\":" +
      kToV1 + "}";
  const auto proxy = startProxy(routingOf(policy, {{"v1", {a.address(), b.address(), c.address()}}}));
  std::map<std::string, int> users;
  for (int user = 0; user < 60; ++user) {
    const std::string field = "X-User-ID: u" + std::to_string(user) + "\r\n";
    const std::string first = ask(*proxy, get("/", field)).body;
    QCOMPARE(ask(*proxy, get("/", field)).body, first);
    ++users[first.substr(0, 1)];
  }
  QCOMPARE(users.size(), 3U);
}

void ProxyTrafficTest::versionHasItsOwnSettings() {
  Gate gate;
  Instance slow(gate.script());
  const std::string policy =
      "{\"apiVersion\":\"halftone/v1\",\"service\":\"shop\",\"traffic\":{\"timeouts\":{\"head\":\"1m\"}},"
      "\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"},\"traffic\":{\"timeouts\":{\"head\":\"100ms\"}}}"
      "},"
      "\"stable\":\"v1\",\"default\":" +
      kToV1 + "}";
  const auto proxy = startProxy(routingOf(policy, {{"v1", {slow.address()}}}));
  QCOMPARE(ask(*proxy, get()).status(), 504);
  gate.open();
}

HALFTONE_EPOLL_TEST_MAIN(ProxyTrafficTest)
#include "tst_proxytraffic.moc"
