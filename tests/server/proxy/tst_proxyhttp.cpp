// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/server/proxy/fixture.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;

namespace {

constexpr std::size_t kLarge = 50 * 1024 * 1024;

// Resident memory of this process, in bytes.
std::size_t residentBytes() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(1).toULongLong() * 4'096;
}

// The sanitizers' allocators keep freed memory: growth says nothing there.
constexpr bool memoryTells() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return false;
#else
  return true;
#endif
}

std::string pattern(std::size_t offset, std::size_t size) {
  std::string text(size, ' ');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (offset + i) % 23);
  return text;
}

}  // namespace

// One proxy with one instance of v1, whose script each test writes.
class ProxyHttpTest : public QObject {
  Q_OBJECT
 private slots:
  void cleanup() {
    m_proxy.reset();
    m_instance.reset();
  }

  void answersAndTellsTheVersion();
  void versionHeaderCanBeSwitchedOff();
  void connectionsAreReusedOnBothSides();
  void pipelinedRequestsAreAnsweredInOrder();
  void headIsAnsweredWithoutBody();
  void answersWithoutBodyEndAtTheirHead_data();
  void answersWithoutBodyEndAtTheirHead();
  void chunkedAnswerPassesWithItsTrailers();
  void chunkedRequestPassesWithItsTrailers();
  void http10ClientGetsAPlainBodyAndTheEnd();
  void http10ClientMayKeepItsConnection();
  void answerUntilCloseEndsTheConnection();
  void expectationIsPassedOnAndContinueReturned();
  void earlyAnswerToAnUnfinishedBodyArrivesAndCloses();
  void headInPiecesIsUnderstood();
  void largeBodiesPassBothWaysInConstantMemory();
  void slowReaderHoldsTheInstanceBack();
  void halfClosedClientGetsItsAnswer();
  void optionsThatMayGoNoFurtherAreAnsweredHere();
  void clientThatLeavesEndsItsRequest();

 private:
  Proxy& start(Instance::Script script, Settings settings = quickSettings()) {
    m_instance = std::make_unique<Instance>(std::move(script));
    m_proxy = startProxy(routingOf(betaPolicy(), {{"v1", {m_instance->address()}}}), std::move(settings));
    return *m_proxy;
  }
  halftone::telemetry::VersionTraffic v1() { return m_proxy->frame().versions.front(); }

  std::unique_ptr<Instance> m_instance;
  std::unique_ptr<Proxy> m_proxy;
};

void ProxyHttpTest::answersAndTellsTheVersion() {
  const Message reply = ask(start(Instance::answering("one")), get("/hello?x=1"));
  QCOMPARE(reply.status(), 200);
  QCOMPARE(reply.body, std::string("one GET /hello?x=1 HTTP/1.1"));
  QCOMPARE(reply.field("x-halftone-version"), std::string("v1"));
  QVERIFY(!reply.field("date").empty());
  QTRY_COMPARE(v1().status[1], 1U);
  QCOMPARE(v1().latency.count(), 1U);
  QCOMPARE(v1().inFlight, 0U);
}

void ProxyHttpTest::versionHeaderCanBeSwitchedOff() {
  Settings settings = quickSettings();
  settings.versionHeader = false;
  QCOMPARE(ask(start(Instance::answering("one"), settings), get()).count("x-halftone-version"), 0);
}

void ProxyHttpTest::connectionsAreReusedOnBothSides() {
  Socket client = connectTo(start(Instance::answering("one")));
  for (int i = 0; i < 20; ++i) {
    client.send(get("/" + std::to_string(i)));
    QCOMPARE(client.read().body, "one GET /" + std::to_string(i) + " HTTP/1.1");
  }
  QCOMPARE(m_instance->connections(), 1);
}

void ProxyHttpTest::pipelinedRequestsAreAnsweredInOrder() {
  Socket client = connectTo(start(Instance::answering("one")));
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all += i % 2 == 0 ? get("/" + std::to_string(i))
                      : "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  }
  client.send(all);
  for (int i = 0; i < 50; ++i) {
    const std::string method = i % 2 == 0 ? "GET" : "POST";
    QCOMPARE(client.read().body, "one " + method + " /" + std::to_string(i) + " HTTP/1.1");
  }
}

void ProxyHttpTest::headIsAnsweredWithoutBody() {
  start([](Socket& socket, int) {
    while (const auto request = socket.readHead()) {
      socket.send(request->start.starts_with("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"
                                                     : answer("body"));
    }
  });
  Socket client = connectTo(*m_proxy);
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  const Message reply = client.read(true);
  QCOMPARE(reply.field("content-length"), std::string("999"));
  client.send(get());
  QCOMPARE(client.read().body, std::string("body"));
  QCOMPARE(m_instance->connections(), 1);
}

void ProxyHttpTest::answersWithoutBodyEndAtTheirHead_data() {
  QTest::addColumn<QByteArray>("head");
  QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n");
  QTest::newRow("304 with a length") << QByteArray("HTTP/1.1 304 Not Modified\r\nContent-Length: 55\r\n\r\n");
  QTest::newRow("200 with length 0") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

void ProxyHttpTest::answersWithoutBodyEndAtTheirHead() {
  QFETCH(QByteArray, head);
  start([head](Socket& socket, int) {
    while (socket.readHead()) socket.send(head.toStdString());
  });
  Socket client = connectTo(*m_proxy);
  for (int i = 0; i < 2; ++i) {
    client.send(get());
    QVERIFY(client.read().whole);
  }
  QCOMPARE(m_instance->connections(), 1);
}

void ProxyHttpTest::chunkedAnswerPassesWithItsTrailers() {
  start([](Socket& socket, int) {
    while (socket.readHead()) {
      socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Sum\r\n\r\n5\r\nhel");
      socket.send("lo\r\n1;a=b\r\n!\r\n0\r\nSum");
      socket.send(": 6\r\n\r\n");
    }
  });
  Socket client = connectTo(*m_proxy);
  for (int i = 0; i < 2; ++i) {
    client.send(get());
    const Message reply = client.read();
    QCOMPARE(reply.body, std::string("hello!"));
    QCOMPARE(reply.trailer, std::string("Sum: 6\r\n"));
    QCOMPARE(reply.field("trailer"), std::string("Sum"));
  }
  QCOMPARE(m_instance->connections(), 1);
}

void ProxyHttpTest::chunkedRequestPassesWithItsTrailers() {
  start([](Socket& socket, int) {
    for (Message request = socket.read(); request.whole; request = socket.read()) {
      socket.send(answer(request.body + '|' + request.trailer));
    }
  });
  Socket client = connectTo(*m_proxy);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r");
  client.send("\nde\r\n0\r\nX-Sum: 5\r\n\r\n" + get("/next"));
  QCOMPARE(client.read().body, std::string("abcde|X-Sum: 5\r\n"));
  QCOMPARE(client.read().body, std::string("|"));
}

void ProxyHttpTest::http10ClientGetsAPlainBodyAndTheEnd() {
  start([](Socket& socket, int) {
    while (socket.readHead()) {
      socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nSum: 1\r\n\r\n");
    }
  });
  const Message reply = ask(*m_proxy, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  QCOMPARE(reply.body, std::string("hello"));
  QCOMPARE(reply.count("transfer-encoding"), 0);
  QCOMPARE(reply.field("connection"), std::string("close"));
}

void ProxyHttpTest::http10ClientMayKeepItsConnection() {
  start([](Socket& socket, int) {
    for (Message request = socket.read(); request.whole; request = socket.read()) {
      socket.send(answer(request.field("host")));
    }
  });
  Socket client = connectTo(*m_proxy);
  for (int i = 0; i < 2; ++i) {
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const Message reply = client.read();
    QCOMPARE(reply.field("connection"), std::string("keep-alive"));
    QCOMPARE(reply.body, std::string("shop"));
  }
  client.send("GET / HTTP/1.0\r\n\r\n");
  QCOMPARE(client.read().field("connection"), std::string("close"));
  QVERIFY(client.ended());
}

void ProxyHttpTest::answerUntilCloseEndsTheConnection() {
  start([](Socket& socket, int) {
    (void)socket.readHead();
    socket.send("HTTP/1.1 200 OK\r\n\r\nall of it");
  });
  const Message reply = ask(*m_proxy, get());
  QCOMPARE(reply.body, std::string("all of it"));
  QCOMPARE(reply.field("connection"), std::string("close"));
  QVERIFY(reply.whole);
}

void ProxyHttpTest::expectationIsPassedOnAndContinueReturned() {
  start([](Socket& socket, int) {
    const auto request = socket.readHead();
    if (!request || request->field("expect") != "100-continue") return;
    socket.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
    socket.send(answer("got " + socket.readExactly(4)));
  });
  Socket client = connectTo(*m_proxy);
  client.send("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  QCOMPARE(client.read().start, std::string("HTTP/1.1 103 Early Hints"));
  QCOMPARE(client.read().start, std::string("HTTP/1.1 100 Continue"));
  client.send("body");
  QCOMPARE(client.read().body, std::string("got body"));
}

void ProxyHttpTest::earlyAnswerToAnUnfinishedBodyArrivesAndCloses() {
  start([](Socket& socket, int) {
    (void)socket.readHead();
    socket.send(answer("too large", "Connection: close\r\n", 413));
  });
  Socket client = connectTo(*m_proxy);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nsome");
  const Message reply = client.read();
  QCOMPARE(reply.status(), 413);
  QCOMPARE(reply.body, std::string("too large"));
  QCOMPARE(reply.field("connection"), std::string("close"));
  QVERIFY(client.ended());
}

void ProxyHttpTest::headInPiecesIsUnderstood() {
  Socket client = connectTo(start(Instance::answering("one")));
  for (const char c : get("/slow", "X-A: b\r\n")) client.send(std::string_view(&c, 1));
  QCOMPARE(client.read().body, std::string("one GET /slow HTTP/1.1"));
}

void ProxyHttpTest::largeBodiesPassBothWaysInConstantMemory() {
  start([](Socket& socket, int) {  // an echo that answers while it reads
    if (!socket.readHead()) return;
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
    for (std::size_t echoed = 0; echoed < kLarge;) {
      const std::string piece = socket.receive();
      if (piece.empty() || !socket.send(piece)) return;
      echoed += piece.size();
    }
  });
  Socket client = connectTo(*m_proxy);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
  const std::size_t before = residentBytes();
  std::size_t peak = before;
  std::thread sender([&] {
    for (std::size_t sent = 0; sent < kLarge; sent += 65'536)
      client.send(pattern(sent, std::min<std::size_t>(65'536, kLarge - sent)));
  });
  const auto head = client.readHead();
  std::size_t received = 0;
  bool same = true;
  while (received < kLarge) {
    const std::string piece = client.receive();
    if (piece.empty()) break;
    same = same && piece == pattern(received, piece.size());
    received += piece.size();
    if (received % (1024 * 1024) < piece.size()) peak = std::max(peak, residentBytes());
  }
  sender.join();
  QVERIFY(head.has_value());
  QCOMPARE(received, kLarge);
  QVERIFY(same);
  if (memoryTells()) QVERIFY2(peak < before + 4 * 1024 * 1024, qPrintable(QString::number(peak - before)));
}

void ProxyHttpTest::slowReaderHoldsTheInstanceBack() {
  std::atomic<std::size_t> sent{0};
  start([&sent](Socket& socket, int) {
    if (!socket.readHead()) return;
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
    const std::string piece(65'536, 'x');
    while (sent < kLarge && socket.send(piece)) sent += piece.size();
  });
  Socket client = connectTo(*m_proxy);
  client.setReceiveBuffer(16 * 1024);
  client.send(get());
  // It fills the kernel's buffers of two connections and our one buffer, and stops.
  std::size_t last = 0;
  QTRY_VERIFY_WITH_TIMEOUT(
      [&] {
        const std::size_t now = sent;
        const bool standsStill = now > 0 && now == std::exchange(last, now);
        QTest::qWait(standsStill ? 0 : 200);
        return standsStill;
      }(),
      10'000);
  QVERIFY2(sent < kLarge / 2, qPrintable(QString::number(sent)));
  const Message reply = client.read();
  QCOMPARE(reply.body.size(), kLarge);
}

void ProxyHttpTest::halfClosedClientGetsItsAnswer() {
  start([](Socket& socket, int) {
    (void)socket.read();
    // Long enough for the end of the client's side to arrive first; a proxy that gave up would close.
    if (socket.isSilentFor(100)) socket.send(answer("late"));
  });
  Socket client = connectTo(*m_proxy);
  client.send(get());
  client.finishWriting();
  QCOMPARE(client.read().body, std::string("late"));
  QVERIFY(client.ended());
}

void ProxyHttpTest::clientThatLeavesEndsItsRequest() {
  std::atomic<bool> ended{false};
  start([&ended](Socket& socket, int) {
    (void)socket.read();
    ended = socket.ended();
  });
  Socket client = connectTo(*m_proxy);
  client.send(get());
  QTRY_COMPARE(v1().inFlight, 1U);
  client.reset();
  QTRY_VERIFY(ended);
  QTRY_COMPARE(v1().inFlight, 0U);
}

void ProxyHttpTest::optionsThatMayGoNoFurtherAreAnsweredHere() {
  Socket client = connectTo(start(Instance::answering("one")));
  client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n" + get("/next"));
  QCOMPARE(client.read().status(), 200);
  QCOMPARE(client.read().body, std::string("one GET /next HTTP/1.1"));
}

HALFTONE_EPOLL_TEST_MAIN(ProxyHttpTest)
#include "tst_proxyhttp.moc"
