// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/server/proxy/fixture.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;

namespace {

const std::string kHeaders =
    "\"requestHeaders\":{\"set\":{\"X-Set\":\"ours\"}},\"responseHeaders\":{\"set\":{\"X-Told\":\"ours\"}}";
const std::string kAdminToV2 =
    "{\"name\":\"admin\",\"when\":[{\"attr\":\"host\",\"is\":\"admin.example\"}],\"split\":[{\"version\":"
    "\"v2\","
    "\"weight\":100}]}";

// A script that answers with `fields` what it saw of the request, one field a line.
Instance::Script seeing(const std::string& fields = {}, int status = 200) {
  return [fields, status](Socket& socket, int) {
    for (Message request = socket.read(); request.whole; request = socket.read()) {
      std::string seen = request.start + "\n";
      for (const auto& [name, value] : request.fields) seen += name + ": " + value + "\n";
      if (!socket.send(answer(request.start.starts_with("HEAD") ? "" : seen, fields, status))) return;
    }
  };
}

Instance::Script saying(const std::string& text) {
  return [text](Socket& socket, int) {
    (void)socket.readHead();
    socket.send(text);
    (void)socket.receive();
  };
}

bool holds(const Message& reply, std::string_view line) {
  return reply.body.find(line) != std::string::npos;
}

std::string fieldsOf(int count) {
  std::string fields;
  for (int i = 0; i < count; ++i) fields += "X: 1\r\n";
  return fields;
}

}  // namespace

// What one side writes so that the other, or the proxy, takes it for something else.
class ProxyForgeryTest : public QObject {
  Q_OBJECT

  Proxy& start(const std::string& traffic, Instance::Script first, const std::string& rules = {}) {
    m_first = std::make_unique<Instance>(std::move(first));
    m_second = std::make_unique<Instance>(Instance::answering("two"));
    m_proxy = startProxy(
        routingOf(carriedBy(traffic, rules), {{"v1", {m_first->address()}}, {"v2", {m_second->address()}}}));
    return *m_proxy;
  }

  std::unique_ptr<Instance> m_first;
  std::unique_ptr<Instance> m_second;
  std::unique_ptr<Proxy> m_proxy;

 private slots:
  void cleanup() {
    m_proxy.reset();
    m_first.reset();
    m_second.reset();
  }

  void connectionNamesNoFieldThatThePolicySets() {
    start(kHeaders, seeing("Connection: X-Told\r\nX-Told: theirs\r\n"));
    const Message reply =
        ask(*m_proxy, get("/", "Connection: X-Set, X-Hop\r\nX-Set: theirs\r\nX-Hop: 1\r\n"));
    QVERIFY(holds(reply, "X-Set: ours\n"));
    QVERIFY(!holds(reply, "theirs") && !holds(reply, "X-Hop"));
    QCOMPARE(reply.count("x-told"), 1);
    QCOMPARE(reply.field("x-told"), std::string("ours"));
  }
  void manyFieldsLeaveRoomForWhatThePolicySets() {
    start(kHeaders, seeing(fieldsOf(97)));
    const Message reply = ask(*m_proxy, get("/", fieldsOf(99)));
    QVERIFY(holds(reply, "X-Set: ours\n"));
    QCOMPARE(reply.field("x-told"), std::string("ours"));
  }
  void absoluteTargetDecidesTheHost() {
    start({}, seeing(), kAdminToV2);
    QCOMPARE(
        ask(*m_proxy, "GET http://admin.example/x HTTP/1.1\r\nHost: a\r\n\r\n").field("x-halftone-version"),
        std::string("v2"));
    const Message reply = ask(*m_proxy, "GET http://a/x HTTP/1.1\r\nHost: admin.example\r\n\r\n");
    QCOMPARE(reply.field("x-halftone-version"), std::string("v1"));
    QVERIFY(holds(reply, "Host: a\n"));
  }
  void fieldsThatAFilterReadsComeOnce_data() {
    QTest::addColumn<QByteArray>("traffic");
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("tokens") << QByteArray("\"jwt\":{\"required\":false}")
                            << QByteArray("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n");
    QTest::newRow("origins") << QByteArray("\"origins\":{\"allow\":[\"https://a.example\"]}")
                             << QByteArray("Origin: https://a.example\r\nOrigin: https://evil.example\r\n");
  }
  void fieldsThatAFilterReadsComeOnce() {
    QFETCH(QByteArray, traffic);
    QFETCH(QByteArray, fields);
    start(traffic.toStdString(), seeing());
    QCOMPARE(ask(*m_proxy, get("/", fields.toStdString())).status(), 400);
  }
  void namesThatCgiReadsAsOursAreDropped() {
    start({}, seeing());
    const Message reply =
        ask(*m_proxy, get("/", "X_Forwarded-For: 6.6.6.6\r\nContent_Length: 3\r\nX_Own: 1\r\n"));
    QVERIFY(!holds(reply, "6.6.6.6") && !holds(reply, "Content_Length"));
    QVERIFY(holds(reply, "X_Own: 1\n"));
  }
  void optionsThatEndHereAreNotPassedOn_data() {
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("no body") << QByteArray("\r\n");
    QTest::newRow("a body of nothing") << QByteArray("Content-Length: 0\r\n\r\n");
    QTest::newRow("a body") << QByteArray("Content-Length: 1\r\n\r\nx");
  }
  void optionsThatEndHereAreNotPassedOn() {
    QFETCH(QByteArray, rest);
    start({}, seeing());
    const Message reply =
        ask(*m_proxy, "OPTIONS / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n" + rest.toStdString());
    QCOMPARE(reply.status(), 200);
    QVERIFY(!holds(reply, "OPTIONS"));
    QCOMPARE(m_first->connections(), 0);
  }
  void upgradeThatSaysItHasNoBodyIsOne() {
    start("\"origins\":{\"allow\":[\"https://a.example\"]}",
          saying("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
    Socket client = connectTo(*m_proxy);
    client.send(get("/ws", kUpgrade + "Content-Length: 0\r\n"));
    QCOMPARE(client.readHead()->status(), 101);
    QCOMPARE(ask(*m_proxy, get("/ws", kUpgrade + "Content-Length: 0\r\nOrigin: https://evil.example\r\n"))
                 .status(),
             403);
  }
  void instanceThatSpeaksSomethingElseOpensNoTunnel_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("unnamed") << QByteArray("Connection: Upgrade\r\n");
    QTest::newRow("h2c") << QByteArray("Connection: Upgrade\r\nUpgrade: h2c\r\n");
  }
  void instanceThatSpeaksSomethingElseOpensNoTunnel() {
    QFETCH(QByteArray, fields);
    start({}, saying("HTTP/1.1 101 Switching Protocols\r\n" + fields.toStdString() + "\r\n"));
    QCOMPARE(ask(*m_proxy, get("/ws", kUpgrade)).status(), 502);
  }
  void upgradeRequiredTellsToWhat() {
    start({}, seeing("Upgrade: websocket\r\nConnection: Upgrade\r\n", 426));
    const Message reply = ask(*m_proxy, get());
    QCOMPARE(reply.status(), 426);
    QCOMPARE(reply.field("upgrade"), std::string("websocket"));
    QCOMPARE(reply.field("connection"), std::string("Upgrade"));
  }
  void refusedHeadHasNoBody() {
    start({}, seeing());
    for (const std::string bad :
         {"HEAD / HTTP/1.1\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n"}) {
      Socket client = connectTo(*m_proxy);
      client.send(bad);
      QVERIFY(client.read(true).status() >= 400);
      QVERIFY(client.ended());
    }
  }
  void badChunkOfAnAnswerIsNotPassedOn() {
    start({}, [](Socket& socket, int) {
      (void)socket.readHead();
      socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
      (void)socket.isSilentFor(100);
      socket.send("zz\r\n");
    });
    Socket client = connectTo(*m_proxy);
    client.send(get());
    (void)client.readHead();
    std::string body;
    for (std::string more = client.receive(); !more.empty(); more = client.receive()) body += more;
    QCOMPARE(body, std::string("2\r\nok\r\n"));
  }
  void ownAnswersNameTheVersionThatWasChosen() {
    start("\"faults\":{\"abort\":{\"status\":503,\"percent\":100}}", seeing());
    QCOMPARE(ask(*m_proxy, get()).field("x-halftone-version"), std::string("v1"));
  }
  void mirrorGetsBodiesThatComeLater() {
    std::atomic<int> whole{0};
    Instance shadow([&whole](Socket& socket, int) {
      if (socket.read().body == std::string(30'000, 'x')) ++whole;
    });
    Instance one(seeing());
    const auto proxy = startProxy(routingOf(carriedBy("\"mirror\":{\"version\":\"v2\"}"),
                                            {{"v1", {one.address()}}, {"v2", {shadow.address()}}}));
    Socket client = connectTo(*proxy);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000\r\n\r\n");
    (void)client.isSilentFor(50);
    client.send(std::string(30'000, 'x'));
    QCOMPARE(client.read().status(), 200);
    QTRY_COMPARE(whole.load(), 1);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n");  // more than is copied
    client.send(std::string(300'000, 'x'));
    QCOMPARE(client.read().status(), 200);
  }
  // The exchange goes on under the new policy, which mirrors nothing.
  void mirrorOutlivesAPublishThatEndsIt() {
    start("\"mirror\":{\"version\":\"v2\"},\"faults\":{\"delay\":{\"time\":\"400ms\"}}", seeing());
    Socket client = connectTo(*m_proxy);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
    QTRY_COMPARE(m_proxy->frame().versions.front().inFlight, 1U);
    m_proxy->setRouting(
        routingOf(betaPolicy(), {{"v1", {m_first->address()}}, {"v2", {m_second->address()}}}));
    QTRY_COMPARE(m_first->connections(), 1);
    client.send("def");
    QCOMPARE(client.read().status(), 200);
  }
};

HALFTONE_EPOLL_TEST_MAIN(ProxyForgeryTest)
#include "tst_proxyforgery.moc"
