// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/backend/geo/databasewriter.h"
#include "tests/server/proxy/fixture.h"
#include "tests/server/proxy/tokens.h"

using namespace halftone;
using namespace halftone::proxy;
using namespace halftone::proxy::test;

namespace {

// A rule that sends those to v2 for whom the condition holds.
std::string toV2When(const std::string& condition) {
  return "{\"name\":\"some\",\"when\":[" + condition + "],\"split\":[{\"version\":\"v2\",\"weight\":100}]}";
}

// Answers each request with what it saw of it, one field a line.
void echoing(Socket& socket, int) {
  for (Message request = socket.read(); request.whole; request = socket.read()) {
    std::string seen = request.start + "\n";
    for (const auto& [name, value] : request.fields) seen += name + ": " + value + "\n";
    if (!socket.send(answer(seen, "X-Inner: 1\r\nServer: inner\r\n"))) return;
  }
}

// Accepts an upgrade, then says when the other side has ended.
void tunnelling(Socket& socket, int) {
  if (!socket.read().whole) return;
  if (!socket.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"))
    return;
  while (!socket.receive().empty()) {
  }
}

}  // namespace

class ProxyFiltersTest : public QObject {
  Q_OBJECT
 private slots:
  void fieldsAreEditedBothWays();
  void pathIsRewrittenAfterTheDecision();
  void shareOfRequestsIsAborted();
  void abortWithoutABodyKeepsTheConnection();
  void delayedRequestIsAnsweredLater();
  void mirrorGetsACopyAndNobodyWaits();
  void mirrorThatIsDownHurtsNobody();
  void tooManyRequestsAre429();
  void limitSurvivesAPublish();
  void tokenDecides();
  void badTokenIs401();
  void preflightIsAnswered();
  void answersTellTheOrigin();
  void upgradeFromAnotherOriginIsRefused();
  void trustedClientGetsTheExplanation();
  void othersGetNoExplanation();
  void regionComesFromTheDatabase();
  void switchDrainsTunnelsAtThePace();
  void deadlineLeavesNoTunnel();
  void keptTunnelsStay();
};

void ProxyFiltersTest::fieldsAreEditedBothWays() {
  Instance one(echoing);
  const auto proxy = startProxy(
      routingOf(carriedBy("\"requestHeaders\":{\"set\":{\"X-New\":\"n\"},\"remove\":[\"Cookie\"]},"
                          "\"responseHeaders\":{\"set\":{\"X-Out\":\"o\"},\"remove\":[\"server\"]}"),
                {{"v1", {one.address()}}}));
  Socket client = connectTo(*proxy);
  for (int i = 0; i < 2; ++i) {
    client.send(get("/", "Cookie: a=b\r\nX-New: old\r\n"));
    const Message reply = client.read();
    QVERIFY(reply.body.find("X-New: n\n") != std::string::npos);
    QVERIFY(reply.body.find("old") == std::string::npos);
    QVERIFY(reply.body.find("Cookie") == std::string::npos);
    QCOMPARE(reply.field("x-out"), std::string("o"));
    QCOMPARE(reply.field("x-inner"), std::string("1"));
    QCOMPARE(reply.count("server"), 0);
  }
}

void ProxyFiltersTest::pathIsRewrittenAfterTheDecision() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const auto proxy = startProxy(routingOf(carriedBy("\"rewrite\":{\"prefix\":\"/api/\",\"to\":\"/\"}",
                                                    toV2When("{\"attr\":\"path\",\"prefix\":\"/api/v2\"}")),
                                          {{"v1", {one.address()}}, {"v2", {two.address()}}}));
  QCOMPARE(ask(*proxy, get("/api/v2/x?y=1")).body, std::string("two GET /v2/x?y=1 HTTP/1.1"));
  QCOMPARE(ask(*proxy, get("/v2/x")).body, std::string("one GET /v2/x HTTP/1.1"));
}

void ProxyFiltersTest::shareOfRequestsIsAborted() {
  Instance one(Instance::answering("one"));
  const auto proxy = startProxy(routingOf(carriedBy("\"faults\":{\"abort\":{\"status\":418,\"percent\":50}}"),
                                          {{"v1", {one.address()}}}));
  Socket client = connectTo(*proxy);
  int aborted = 0;
  for (int i = 0; i < 200; ++i) {
    client.send(get());
    const Message reply = client.read();
    QCOMPARE(reply.field("x-halftone-fault").empty(), reply.status() == 200);
    aborted += reply.status() == 418 ? 1 : 0;
  }
  QVERIFY2(aborted > 60 && aborted < 140, qPrintable(QString::number(aborted)));
}

void ProxyFiltersTest::abortWithoutABodyKeepsTheConnection() {
  Instance one(Instance::answering("one"));
  const auto proxy =
      startProxy(routingOf(carriedBy("\"faults\":{\"abort\":{\"status\":204}}"), {{"v1", {one.address()}}}));
  Socket client = connectTo(*proxy);
  for (int i = 0; i < 3; ++i) {
    client.send(get());
    const Message reply = client.read();
    QCOMPARE(reply.status(), 204);
    QCOMPARE(reply.count("content-length"), 0);
  }
}

void ProxyFiltersTest::delayedRequestIsAnsweredLater() {
  Instance one(Instance::answering("one"));
  const auto proxy = startProxy(
      routingOf(carriedBy("\"faults\":{\"delay\":{\"time\":\"200ms\"}}"), {{"v1", {one.address()}}}));
  Socket client = connectTo(*proxy);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
  QVERIFY(client.isSilentFor(100));
  client.send("cd");
  QCOMPARE(client.read().status(), 200);
}

void ProxyFiltersTest::mirrorGetsACopyAndNobodyWaits() {
  Instance one(Instance::answering("one"));
  std::atomic<int> copies{0};
  Instance shadow([&copies](Socket& socket, int) {
    while (socket.read().whole) ++copies;  // never answers
  });
  const auto proxy = startProxy(routingOf(carriedBy("\"mirror\":{\"version\":\"v2\"}"),
                                          {{"v1", {one.address()}}, {"v2", {shadow.address()}}}));
  Socket client = connectTo(*proxy);
  for (int i = 0; i < 10; ++i) {
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    QCOMPARE(client.read().body, std::string("one POST /x HTTP/1.1"));
  }
  QTRY_COMPARE(copies.load(), 10);
  for (int i = 0; i < 100; ++i) {  // more than may be under way
    client.send(get());
    QCOMPARE(client.read().status(), 200);
  }
  QTRY_COMPARE(copies.load(), 64);
}

void ProxyFiltersTest::mirrorThatIsDownHurtsNobody() {
  Instance one(Instance::answering("one"));
  Instance shadow(Instance::answering("two"));
  const auto proxy = startProxy(routingOf(carriedBy("\"mirror\":{\"version\":\"v2\"}"),
                                          {{"v1", {one.address()}}, {"v2", {shadow.address()}}}));
  Socket client = connectTo(*proxy);
  for (int i = 0; i < 40; ++i) {
    if (i == 20) shadow.kill();
    client.send(get());
    QCOMPARE(client.read().body, std::string("one GET / HTTP/1.1"));
  }
  QTRY_COMPARE(proxy->frame().versions.back().inFlight, 0U);
}

void ProxyFiltersTest::tooManyRequestsAre429() {
  Instance one(Instance::answering("one"));
  const auto proxy = startProxy(routingOf(
      carriedBy("\"rateLimit\":{\"by\":\"user\",\"requests\":2,\"per\":\"1h\"}"), {{"v1", {one.address()}}}));
  for (int i = 0; i < 2; ++i) QCOMPARE(ask(*proxy, get("/", "X-User-ID: 7\r\n")).status(), 200);
  const Message reply = ask(*proxy, get("/", "X-User-ID: 7\r\n"));
  QCOMPARE(reply.status(), 429);
  const int seconds = std::atoi(reply.field("retry-after").c_str());
  QVERIFY(seconds > 1'700 && seconds <= 1'800);
  QCOMPARE(ask(*proxy, get("/", "X-User-ID: 8\r\n")).status(), 200);
  for (int i = 0; i < 2; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);  // by the address
  QCOMPARE(ask(*proxy, get()).status(), 429);

  // No version has served them, so that they are counted apart.
  QCOMPARE(proxy->frame().versions.front().requests, 5U);
  Socket reader = connectTo(proxy->adminAddress().port());
  reader.send("GET /metrics HTTP/1.1\r\nHost: admin\r\n\r\n");
  QTRY_VERIFY(!reader.isSilentFor(0));  // this thread answers
  QVERIFY(
      reader.read().body.find("\nhalftone_proxy_filter_answers_total{service=\"shop\",code=\"429\"} 2\n") !=
      std::string::npos);
}

void ProxyFiltersTest::limitSurvivesAPublish() {
  Instance one(Instance::answering("one"));
  const std::string policy = carriedBy("\"rateLimit\":{\"requests\":2,\"per\":\"1h\"}");
  const auto proxy = startProxy(routingOf(policy, {{"v1", {one.address()}}}));
  for (int i = 0; i < 2; ++i) QCOMPARE(ask(*proxy, get()).status(), 200);
  proxy->setRouting(routingOf(policy, {{"v1", {one.address()}}}));
  QCOMPARE(ask(*proxy, get()).status(), 429);
}

void ProxyFiltersTest::tokenDecides() {
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  Settings settings = quickSettings();
  const auto keys = std::make_shared<Published<filters::JwtKeys>>();
  keys->publish(*filters::JwtKeys::parse("{\"keys\":[{\"alg\":\"HS256\",\"secret\":\"secret\"}]}"));
  settings.jwtKeys = keys;
  const auto proxy = startProxy(routingOf(carriedBy("\"jwt\":{\"required\":false}",
                                                    toV2When("{\"attr\":\"jwt:sub\",\"is\":\"alice\"}")),
                                          {{"v1", {one.address()}}, {"v2", {two.address()}}}),
                                settings);
  QCOMPARE(ask(*proxy, get("/", tokenField("alice", "secret"))).body.substr(0, 3), std::string("two"));
  QCOMPARE(ask(*proxy, get("/", tokenField("bob", "secret"))).body.substr(0, 3), std::string("one"));
  QCOMPARE(ask(*proxy, get()).body.substr(0, 3), std::string("one"));
}

void ProxyFiltersTest::badTokenIs401() {
  Instance one(Instance::answering("one"));
  const auto proxy = startProxy(routingOf(carriedBy("\"jwt\":{}"), {{"v1", {one.address()}}}));
  const Message without = ask(*proxy, get());
  QCOMPARE(without.status(), 401);
  QCOMPARE(without.field("www-authenticate"), std::string("Bearer"));
  const Message bad = ask(*proxy, get("/", tokenField("alice", "secret")));  // there are no keys
  QCOMPARE(bad.status(), 401);
  QVERIFY(bad.field("www-authenticate").find("invalid_token") != std::string::npos);
  QCOMPARE(one.connections(), 0);
}

void ProxyFiltersTest::preflightIsAnswered() {
  Instance one(Instance::answering("one"));
  const auto proxy =
      startProxy(routingOf(carriedBy("\"jwt\":{},\"origins\":{\"allow\":[\"https://"
                                     "shop.example\"],\"headers\":[\"X-A\"],\"credentials\":true}"),
                           {{"v1", {one.address()}}}));
  const std::string preflight =
      "OPTIONS / HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Method: PUT\r\nOrigin: ";
  const Message reply = ask(*proxy, preflight + "https://shop.example\r\n\r\n");
  QCOMPARE(reply.status(), 204);
  QCOMPARE(reply.field("access-control-allow-origin"), std::string("https://shop.example"));
  QCOMPARE(reply.field("access-control-allow-methods"), std::string("GET, HEAD, POST"));
  QCOMPARE(reply.field("access-control-allow-headers"), std::string("X-A"));
  QCOMPARE(reply.field("access-control-allow-credentials"), std::string("true"));
  QCOMPARE(reply.field("access-control-max-age"), std::string("600"));
  const Message other = ask(*proxy, preflight + "https://evil.example\r\n\r\n");
  QCOMPARE(other.count("access-control-allow-origin"), 0);
  QCOMPARE(one.connections(), 0);
}

void ProxyFiltersTest::answersTellTheOrigin() {
  Instance one([](Socket& socket, int) {
    while (socket.read().whole) socket.send(answer("x", "Access-Control-Allow-Origin: *\r\n"));
  });
  const auto proxy = startProxy(
      routingOf(carriedBy("\"origins\":{\"allow\":[\"https://shop.example\"]}"), {{"v1", {one.address()}}}));
  const Message reply = ask(*proxy, get("/", "Origin: https://shop.example\r\n"));
  QCOMPARE(reply.field("access-control-allow-origin"), std::string("https://shop.example"));
  QCOMPARE(reply.count("access-control-allow-origin"), 1);
  QCOMPARE(reply.field("vary"), std::string("Origin"));
  QCOMPARE(ask(*proxy, get("/", "Origin: https://evil.example\r\n")).count("access-control-allow-origin"), 0);
  QCOMPARE(ask(*proxy, get()).status(), 200);
}

void ProxyFiltersTest::upgradeFromAnotherOriginIsRefused() {
  Instance one(tunnelling);
  const auto proxy = startProxy(
      routingOf(carriedBy("\"origins\":{\"allow\":[\"https://shop.example\"]}"), {{"v1", {one.address()}}}));
  QCOMPARE(ask(*proxy, get("/", kUpgrade + "Origin: https://evil.example\r\n")).status(), 403);
  QCOMPARE(ask(*proxy, get("/", kUpgrade + "Origin: https://shop.example\r\n")).status(), 101);
  QCOMPARE(ask(*proxy, get("/", kUpgrade)).status(), 101);
}

void ProxyFiltersTest::trustedClientGetsTheExplanation() {
  Instance one(Instance::answering("one"));
  Settings settings = quickSettings();
  settings.trusted = {*policy::Cidr::parse("127.0.0.0/8")};
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}), settings);
  const Message reply = ask(*proxy, get("/", "X-Halftone-Explain: 1\r\nX-Beta: 0\r\n"));
  QCOMPARE(reply.status(), 200);
  QCOMPARE(reply.field("content-type"), std::string("application/json"));
  const auto json = nlohmann::json::parse(reply.body, nullptr, false);
  QVERIFY(json.is_object());
  QCOMPARE(json.value("version", std::string()), std::string("v1"));
  QCOMPARE(json["tried"].size(), 1U);
  QCOMPARE(one.connections(), 0);
}

void ProxyFiltersTest::othersGetNoExplanation() {
  Instance one(Instance::answering("one"));
  Settings settings = quickSettings();
  settings.trusted = {*policy::Cidr::parse("127.0.0.0/8")};
  const auto proxy = startProxy(routingOf(betaPolicy(), {{"v1", {one.address()}}}), settings);
  // Through a trusted proxy, but not trusted itself.
  const Message reply = ask(*proxy, get("/", "X-Halftone-Explain: 1\r\nX-Forwarded-For: 8.8.8.8\r\n"));
  QCOMPARE(reply.body, std::string("one GET / HTTP/1.1"));
}

void ProxyFiltersTest::regionComesFromTheDatabase() {
  using W = halftone::test::DatabaseWriter;
  QTemporaryDir folder;
  W writer;
  writer.add("127.0.7.0/24", W::map(1) + W::text("country") + W::named("Singapore"));
  QFile file(folder.filePath("regions.mmdb"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(writer.write());
  file.close();
  Settings settings = quickSettings();
  settings.geo = *geo::RegionDatabase::open(file.fileName().toStdString());
  Instance one(Instance::answering("one"));
  Instance two(Instance::answering("two"));
  const auto proxy =
      startProxy(routingOf(policyWith(toV2When("{\"attr\":\"region\",\"is\":\"Singapore\"}"), kToV1),
                           {{"v1", {one.address()}}, {"v2", {two.address()}}}),
                 settings);
  Socket near = connectTo(*proxy, "127.0.7.9");
  near.send(get());
  QCOMPARE(near.read().body.substr(0, 3), std::string("two"));
  QCOMPARE(ask(*proxy, get()).body.substr(0, 3), std::string("one"));
}

// Two tunnels of v1, then everything goes to v2.
struct Switch {
  Instance one{tunnelling};
  Instance two{Instance::answering("two")};
  std::unique_ptr<Proxy> proxy;
  std::list<Socket> clients;

  explicit Switch(const std::string& rule) {
    const Addresses addresses{{"v1", {one.address()}}, {"v2", {two.address()}}};
    const std::string traffic = "\"traffic\":{\"drain\":\"" + rule + "\"},";
    proxy = startProxy(routingOf(policyWith({}, kToV1, traffic), addresses));
    for (int i = 0; i < 2; ++i) {
      clients.push_back(connectTo(*proxy));
      clients.back().send(get("/", kUpgrade));
      if (clients.back().read().status() != 101) QTest::qFail("no tunnel", __FILE__, __LINE__);
    }
    proxy->setRouting(
        routingOf(policyWith({}, "{\"split\":[{\"version\":\"v2\",\"weight\":100}]}", traffic), addresses));
  }
  [[nodiscard]] std::uint64_t tunnels() const { return proxy->frame().versions.front().tunnels; }
};

void ProxyFiltersTest::switchDrainsTunnelsAtThePace() {
  Switch change("pace 10/s");
  QCOMPARE(ask(*change.proxy, get()).body.substr(0, 3), std::string("two"));
  for (Socket& client : change.clients) QVERIFY(client.ended());
  for (Socket& client : change.clients) client.close();
  QTRY_COMPARE(change.tunnels(), 0U);
}

void ProxyFiltersTest::deadlineLeavesNoTunnel() {
  Switch change("deadline 200ms");
  for (Socket& client : change.clients) QVERIFY(client.ended());
  QTRY_COMPARE(change.tunnels(), 0U);
}

void ProxyFiltersTest::keptTunnelsStay() {
  Switch change("keep");
  for (Socket& client : change.clients) QVERIFY(client.isSilentFor(150));
  QCOMPARE(change.tunnels(), 2U);
}

HALFTONE_EPOLL_TEST_MAIN(ProxyFiltersTest)
#include "tst_proxyfilters.moc"
