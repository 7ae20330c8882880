// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>
#include <set>

#include "server/net/websocketframe.h"
#include "tests/server/proxy/fixture.h"

using namespace halftone;
using namespace halftone::proxy;
using namespace halftone::proxy::test;

namespace {

constexpr const char* kSplit30 = R"({"split":[{"version":"v2","weight":30},{"version":"v1","weight":70}]})";
constexpr const char* kAllToV1 = R"({"split":[{"version":"v1","weight":100}]})";
constexpr const char* kAllToV2 = R"({"split":[{"version":"v2","weight":100}]})";

std::string webSocketRequest() {
  return get("/ws",
             "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
}

// Answers the handshake with `name` and then sends back what comes.
Instance::Script echoing(std::string name) {
  return [name = std::move(name)](Socket& socket, int) {
    const auto request = socket.readHead();
    if (!request || request->field("upgrade") != "websocket") return;
    socket.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Name: " +
                name + "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhello");
    for (std::string bytes = socket.receive(); !bytes.empty(); bytes = socket.receive()) {
      if (!socket.send(bytes)) return;
    }
  };
}

}  // namespace

class ProxyRoutingTest : public QObject {
  Q_OBJECT
 private slots:
  void decisionIsTheRouteTables();
  void decisionsAreCountedByRuleAndVersion();
  void instancesOfAVersionTakeTurns();
  void warningInstanceServesByItsWarningWeight();
  void criticalInstanceIsNotGivenWork();
  void addressCountsOnlyFromTrustedProxies();
  void sessionCookieIsSetOnceAndKeepsTheVersion();
  void workersShareThePortAndTheNumbers();
  void newPolicyAppliesToTheNextRequestOfTheSameConnection();
  void policyChangesUnderLoadFailNoRequest();
  void removedInstanceFinishesWhatItBegan();
  void webSocketIsDecidedOnceAndRelayed();
  void refusedUpgradeIsAnOrdinaryAnswer();
  void tunnelPassesLargeFramesBothWays();
  void tunnelPassesTheEndOfEitherSide();
  void tunnelStaysWhenThePolicyChanges();
  void stoppingFinishesRequestsAndEndsTunnels();
};

void ProxyRoutingTest::decisionIsTheRouteTables() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const Routing routing = routingOf(
      policyWith(
          R"({"name":"range","when":[{"attr":"user","range":[100,199]}],"split":[{"version":"v2","weight":80},{"version":"v1","weight":20}]},)"
          R"({"name":"net","when":[{"attr":"ip","in":["127.0.1.0/24"]}],"split":[{"version":"v2","weight":100}]},)"
          R"({"name":"path","when":[{"attr":"path","prefix":"/v2"}],"split":[{"version":"v2","weight":100}]})",
          kSplit30, R"("identity":["query:user","header:X-User-ID"],)"),
      {{"v1", {one.address()}}, {"v2", {two.address()}}});
  const auto proxy = startProxy(routing);
  std::mt19937 random(7);
  int v2 = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string user = std::to_string(random() % 400);
    const std::string target =
        std::string(i % 5 == 0 ? "/v2/x" : "/chat") + (i % 2 == 0 ? "?user=" + user : "");
    const char* from = i % 7 == 0 ? "127.0.1.9" : "127.0.0.1";
    const std::vector<Field> fields{{"Host", "shop.example"}, {"X-User-ID", user}};
    policy::Request request;
    request.method = "GET";
    request.target = target;
    request.fields = fields;
    request.client = policy::Address::parse(from);
    const auto decision = routing.snapshot->table->decide(request, routing.snapshot->available, 0);

    Socket client = test::connectTo(proxy->address().port(), from);
    client.send(get(target, "X-User-ID: " + user + "\r\n"));
    const Message reply = client.read();
    QCOMPARE(reply.field("x-halftone-version"),
             std::string(routing.snapshot->table->versionName(decision.version)));
    v2 += decision.version;
  }
  QVERIFY(v2 > 50 && v2 < 350);
}

void ProxyRoutingTest::decisionsAreCountedByRuleAndVersion() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}, {"v2", {two.address()}}}));
  for (int i = 0; i < 3; ++i)
    QCOMPARE(ask(*proxy, get("/", "X-Beta: 1\r\n")).body, std::string("two GET / HTTP/1.1"));
  for (int i = 0; i < 2; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);
  const telemetry::TrafficFrame frame = proxy->frame();
  const std::vector<telemetry::DecisionCount> expected{{"beta", "v2", 3}, {"default", "v1", 2}};
  QVERIFY(frame.decisions == expected);
}

void ProxyRoutingTest::instancesOfAVersionTakeTurns() {
  Instance a(Instance::answering("a"));
  Instance b(Instance::answering("b"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {a.address(), b.address()}}}));
  std::map<std::string, int> answers;
  for (int i = 0; i < 20; ++i) ++answers[ask(*proxy, get()).body.substr(0, 1)];
  QCOMPARE(answers["a"], 10);
  QCOMPARE(answers["b"], 10);
}

void ProxyRoutingTest::warningInstanceServesByItsWarningWeight() {
  Instance a(Instance::answering("a"));
  Instance b(Instance::answering("b"));
  Routing routing = routingOf(betaPolicy(), {{"v1", {a.address(), b.address()}}});
  for (KnownInstance& instance : routing.instances) instance.weight = instance.address == a.address() ? 3 : 1;
  routing.snapshot = makeSnapshot(routing.snapshot->table, routing.instances);
  const auto proxy = startProxy(routing);
  std::map<std::string, int> answers;
  for (int i = 0; i < 20; ++i) ++answers[ask(*proxy, get()).body.substr(0, 1)];
  QCOMPARE(answers["a"], 15);
}

void ProxyRoutingTest::criticalInstanceIsNotGivenWork() {
  Instance a(Instance::answering("a"));
  Instance b(Instance::answering("b"));
  Routing routing = routingOf(betaPolicy(), {{"v1", {a.address(), b.address()}}});
  for (KnownInstance& instance : routing.instances) instance.inService = instance.address == b.address();
  routing.snapshot = makeSnapshot(routing.snapshot->table, routing.instances);
  const auto proxy = startProxy(routing);
  for (int i = 0; i < 6; ++i) QCOMPARE(ask(*proxy, get()).body.substr(0, 1), std::string("b"));
  QCOMPARE(a.connections(), 0);
}

void ProxyRoutingTest::addressCountsOnlyFromTrustedProxies() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const Routing routing = routingOf(
      policyWith(
          R"({"name":"net","when":[{"attr":"ip","in":["10.0.0.0/8"]}],"split":[{"version":"v2","weight":100}]})",
          kAllToV1),
      {{"v1", {one.address()}}, {"v2", {two.address()}}});
  const std::string request = get("/", "X-Forwarded-For: 10.1.2.3\r\n");
  QCOMPARE(ask(*startProxy(routing), request).field("x-halftone-version"), std::string("v1"));
  Settings settings = quickSettings();
  settings.trusted = {*policy::Cidr::parse("127.0.0.0/8")};
  QCOMPARE(ask(*startProxy(routing, settings), request).field("x-halftone-version"), std::string("v2"));
}

void ProxyRoutingTest::sessionCookieIsSetOnceAndKeepsTheVersion() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const auto proxy = startProxy(routingOf(
      policyWith(
          "", R"({"split":[{"version":"v2","weight":50},{"version":"v1","weight":50}],"stickBy":"session"})"),
      {{"v1", {one.address()}}, {"v2", {two.address()}}}));
  std::set<std::string> keys;
  std::set<std::string> versions;
  for (int i = 0; i < 30; ++i) {
    const Message first = ask(*proxy, get());
    const std::string cookie = first.field("set-cookie");
    QVERIFY(cookie.starts_with("halftone-shop=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"));
    const std::string pair = cookie.substr(0, cookie.find(';'));
    QVERIFY(keys.insert(pair).second);
    versions.insert(first.field("x-halftone-version"));
    for (int again = 0; again < 3; ++again) {
      const Message reply = ask(*proxy, get("/", "Cookie: a=b; " + pair + "\r\n"));
      QCOMPARE(reply.field("x-halftone-version"), first.field("x-halftone-version"));
      QCOMPARE(reply.count("set-cookie"), 0);
    }
  }
  QCOMPARE(versions.size(), std::size_t{2});
}

void ProxyRoutingTest::workersShareThePortAndTheNumbers() {
  Instance one(Instance::answering("one"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}), quickSettings(), 3);
  for (int i = 0; i < 60; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);
  QCOMPARE(proxy->frame().versions.front().requests, 60U);
  QVERIFY(one.connections() > 1);  // each worker has a pool of its own
}

void ProxyRoutingTest::newPolicyAppliesToTheNextRequestOfTheSameConnection() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const Addresses addresses{{"v1", {one.address()}}, {"v2", {two.address()}}};
  const auto proxy = startProxy(routingOf(policyWith("", kAllToV1), addresses));
  Socket client = test::connectTo(*proxy);
  client.send(get());
  QCOMPARE(client.read().field("x-halftone-version"), std::string("v1"));
  proxy->setRouting(routingOf(policyWith("", kAllToV2), addresses));
  QTRY_VERIFY([&] {
    client.send(get());
    return client.read().field("x-halftone-version") == "v2";
  }());
}

void ProxyRoutingTest::policyChangesUnderLoadFailNoRequest() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const Addresses addresses{{"v1", {one.address()}}, {"v2", {two.address()}}};
  const Routing toV1 = routingOf(policyWith("", kAllToV1), addresses);
  const Routing toV2 = routingOf(policyWith("", kAllToV2), addresses);
  const auto proxy = startProxy(toV1, quickSettings(), 2);
  std::atomic<int> asked{0};
  std::atomic<int> failed{0};
  std::atomic<bool> enough{false};
  std::vector<std::thread> users;
  for (int user = 0; user < 6; ++user) {
    users.emplace_back([&] {
      Socket client = test::connectTo(*proxy);  // one connection for all: a cut one would show
      while (!enough) {
        client.send(get());
        if (client.read().status() != 200) ++failed;
        ++asked;
      }
    });
  }
  for (int change = 0; change < 100; ++change) {
    proxy->setRouting(change % 2 == 0 ? toV2 : toV1);
    const int then = asked;
    QTRY_VERIFY(asked > then + 5);
  }
  enough = true;
  for (std::thread& user : users) user.join();
  QCOMPARE(failed.load(), 0);
  QCOMPARE(proxy->frame().versions.front().errors, 0U);
}

void ProxyRoutingTest::removedInstanceFinishesWhatItBegan() {
  std::atomic<bool> finish{false};
  Instance old([&finish](Socket& socket, int) {
    (void)socket.read();
    while (!finish && socket.isSilentFor(10)) {
    }
    if (finish) socket.send(answer("old"));
    (void)socket.ended();
  });
  Instance fresh(Instance::answering("fresh"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {old.address()}}}));
  Socket client = test::connectTo(*proxy);
  client.send(get());
  QTRY_COMPARE(old.connections(), 1);
  proxy->setRouting(routingOf(betaPolicy(), {{"v1", {fresh.address()}}}));
  QTRY_COMPARE(ask(*proxy, get()).body, std::string("fresh GET / HTTP/1.1"));
  const auto rows = proxy->frame().instances;
  QVERIFY(std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.state == "gone"; }));
  finish = true;
  QCOMPARE(client.read().body, std::string("old"));
}

void ProxyRoutingTest::webSocketIsDecidedOnceAndRelayed() {
  Instance one(echoing("one"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}));
  Socket client = test::connectTo(*proxy);
  const std::string frame = net::ws::encodeMasked(net::ws::Opcode::Text, "hi", 0x12345678);
  client.send(webSocketRequest() + frame);  // the first frame right behind the request
  const auto reply = client.readHead();
  QVERIFY(reply);
  QCOMPARE(reply->status(), 101);
  QCOMPARE(reply->field("connection"), std::string("Upgrade"));
  QCOMPARE(reply->field("x-halftone-version"), std::string("v1"));
  QCOMPARE(reply->field("sec-websocket-accept"), std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  QCOMPARE(client.readExactly(5), std::string("hello"));
  QCOMPARE(client.readExactly(frame.size()), frame);
  QTRY_COMPARE(proxy->frame().versions.front().tunnels, 1U);
  const auto counters = proxy->frame();
  QCOMPARE(counters.versions.front().status[0], 1U);
  QCOMPARE(counters.versions.front().inFlight, 0U);
  QCOMPARE(counters.instances.front().tunnels, 1U);
  client.close();
  QTRY_COMPARE(proxy->frame().versions.front().tunnels, 0U);
  QCOMPARE(proxy->frame().instances.front().inFlight, 0U);
}

void ProxyRoutingTest::refusedUpgradeIsAnOrdinaryAnswer() {
  Instance one([](Socket& socket, int) {
    while (socket.readHead()) socket.send(answer("no", "Sec-WebSocket-Version: 13\r\n", 426));
  });
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}));
  Socket client = test::connectTo(*proxy);
  for (int i = 0; i < 2; ++i) {
    client.send(webSocketRequest());
    QCOMPARE(client.read().status(), 426);
  }
}

void ProxyRoutingTest::tunnelPassesLargeFramesBothWays() {
  Instance one(echoing("one"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}));
  Socket client = test::connectTo(*proxy);
  client.send(webSocketRequest());
  QVERIFY(client.readHead());
  QCOMPARE(client.readExactly(5), std::string("hello"));
  std::string bytes(8 * 1024 * 1024, '\0');
  std::mt19937 random(3);
  for (char& byte : bytes) byte = static_cast<char>(random());
  std::thread sender([&] { client.send(bytes); });
  const std::string echoed = client.readExactly(bytes.size());
  sender.join();
  QVERIFY(echoed == bytes);
}

void ProxyRoutingTest::tunnelPassesTheEndOfEitherSide() {
  Instance one(echoing("one"));
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}));
  Socket client = test::connectTo(*proxy);
  client.send(webSocketRequest());
  QVERIFY(client.readHead());
  client.send("last words");
  client.finishWriting();
  QCOMPARE(client.readExactly(15), std::string("hellolast words"));
  QVERIFY(client.ended());
  QTRY_COMPARE(proxy->frame().versions.front().tunnels, 0U);
}

void ProxyRoutingTest::tunnelStaysWhenThePolicyChanges() {
  Instance one(echoing("one"));
  Instance two(Instance::answering("two"));
  const auto proxy = startProxy(routingOf(policyWith("", kAllToV1), {{"v1", {one.address()}}}));
  Socket client = test::connectTo(*proxy);
  client.send(webSocketRequest());
  QVERIFY(client.readHead());
  QCOMPARE(client.readExactly(5), std::string("hello"));
  proxy->setRouting(routingOf(policyWith("", kAllToV2), {{"v2", {two.address()}}}));
  QTRY_COMPARE(ask(*proxy, get()).field("x-halftone-version"), std::string("v2"));
  client.send("still here");
  QCOMPARE(client.readExactly(10), std::string("still here"));
}

void ProxyRoutingTest::stoppingFinishesRequestsAndEndsTunnels() {
  std::atomic<bool> finish{false};
  Instance one([&finish](Socket& socket, int) {
    const auto request = socket.readHead();
    if (request && !request->field("upgrade").empty()) {
      socket.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      (void)socket.ended();
      return;
    }
    while (!finish && socket.isSilentFor(10)) {
    }
    socket.send(answer("done"));
    (void)socket.ended();
  });
  auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}), quickSettings(), 2);
  Socket tunnel = test::connectTo(*proxy);
  tunnel.send(webSocketRequest());
  QVERIFY(tunnel.readHead());
  QTRY_COMPARE(proxy->frame().versions.front().tunnels, 1U);
  Socket idle = test::connectTo(*proxy);
  Socket busy = test::connectTo(*proxy);
  busy.send(get());
  QTRY_COMPARE(proxy->frame().versions.front().inFlight, 1U);

  bool stopped = false;
  proxy->stop([&] { stopped = true; });
  QVERIFY(idle.ended());
  finish = true;
  const Message reply = busy.read();
  QCOMPARE(reply.body, std::string("done"));
  QCOMPARE(reply.field("connection"), std::string("close"));
  QVERIFY(busy.ended());
  busy.close();
  idle.close();
  QTRY_VERIFY(stopped);  // at the deadline, up to which a tunnel may go on
  proxy.reset();
  QVERIFY(tunnel.ended());
}

HALFTONE_EPOLL_TEST_MAIN(ProxyRoutingTest)
#include "tst_proxyrouting.moc"
