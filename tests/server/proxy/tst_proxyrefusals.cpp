// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "tests/server/proxy/fixture.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;

// What the proxy does not let through: requests and answers of two meanings, the slow, the too many.
class ProxyRefusalsTest : public QObject {
  Q_OBJECT
 private slots:
  void cleanup() {
    m_proxy.reset();
    m_instance.reset();
  }

  void requestsOfTwoMeaningsAreRefused_data();
  void requestsOfTwoMeaningsAreRefused();
  void malformedChunkInTheMiddleIsRefused();
  void cutRequestsAreToldSo_data();
  void cutRequestsAreToldSo();
  void malformedAnswersAreRefused_data();
  void malformedAnswersAreRefused();
  void slowHeadIsCutOff();
  void idleConnectionIsClosed();
  void slowBodyIsCutOff();
  void bodyByTheDropIsCutOff();
  void readerByTheDropIsCutOff();
  void proxyHeaderTellsTheClient();
  void connectionWithoutItsProxyHeaderIsClosed();
  void proxyHeaderIsExpectedOfBalancersAlone();
  void clientTooManyIsToldSo();
  void thousandsOfPipelinedRefusalsNeedNoStack();

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

void ProxyRefusalsTest::requestsOfTwoMeaningsAreRefused_data() {
  QTest::addColumn<QByteArray>("request");
  QTest::addColumn<int>("status");
  const QByteArray post = "POST / HTTP/1.1\r\nHost: a\r\n";
  const QByteArray get = "GET / HTTP/1.1\r\nHost: a\r\n";
  QTest::newRow("length and chunked")
      << post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      << 400;
  QTest::newRow("chunked and length")
      << post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"
      << 400;
  QTest::newRow("two lengths") << post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde" << 400;
  QTest::newRow("a list of lengths") << post + "Content-Length: 4, 5\r\n\r\nabcde" << 400;
  QTest::newRow("signed length") << post + "Content-Length: +4\r\n\r\nabcd" << 400;
  QTest::newRow("negative length") << post + "Content-Length: -1\r\n\r\n" << 400;
  QTest::newRow("hexadecimal length") << post + "Content-Length: 0x4\r\n\r\nabcd" << 400;
  QTest::newRow("length beyond 64 bits") << post + "Content-Length: 99999999999999999999\r\n\r\n" << 400;
  QTest::newRow("space before the colon") << post + "Content-Length : 4\r\n\r\nabcd" << 400;
  QTest::newRow("space before the coding's colon") << post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"
                                                   << 400;
  QTest::newRow("folded line") << get + "X-A: 1\r\n Content-Length: 4\r\n\r\n" << 400;
  QTest::newRow("line without colon") << get + "Nonsense\r\n\r\n" << 400;
  QTest::newRow("bare LF") << QByteArray("GET / HTTP/1.1\nHost: a\n\n") << 400;
  QTest::newRow("LF inside the head") << get + "X-A: 1\nX-B: 2\r\n\r\n" << 400;
  QTest::newRow("bare CR in a value") << get + "X-A: 1\rX-B: 2\r\n\r\n" << 400;
  QTest::newRow("NUL in a value") << get + QByteArray("X-A: 1\0 2\r\n\r\n", 12) << 400;
  QTest::newRow("two hosts") << get + "Host: b\r\n\r\n" << 400;
  QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
  QTest::newRow("unknown coding") << post + "Transfer-Encoding: gzip\r\n\r\n" << 501;
  QTest::newRow("chunked twice")
      << post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      << 400;
  QTest::newRow("chunked not last") << post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" << 400;
  QTest::newRow("hidden coding") << post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" << 501;
  QTest::newRow("vertical tab before chunked") << post +
                                                      "Transfer-Encoding: \x0b"
                                                      "chunked\r\n\r\n0\r\n\r\n"
                                               << 400;
  QTest::newRow("chunked in HTTP/1.0")
      << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << 400;
  QTest::newRow("bad chunk size") << post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" << 400;
  QTest::newRow("chunk size overflow") << post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"
                                       << 400;
  QTest::newRow("chunk with bare LF") << post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n"
                                      << 400;
  QTest::newRow("chunk longer than said") << post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n"
                                          << 400;
  QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
  QTest::newRow("HTTP/0.9") << QByteArray("GET /\r\n\r\n") << 400;
  QTest::newRow("TRACE") << QByteArray("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n") << 405;
  QTest::newRow("HTTP/0.9 with a host") << QByteArray("GET /\r\nHost: a\r\n\r\n") << 400;
  QTest::newRow("no port in a port's place") << QByteArray("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n") << 400;
  QTest::newRow("length larger than allowed") << post + "Content-Length: 1000001\r\n\r\n" << 413;
  QTest::newRow("chunk larger than allowed")
      << post + "Transfer-Encoding: chunked\r\n\r\nf4241\r\n" + QByteArray(1'000'001, 'x') + "\r\n0\r\n\r\n"
      << 413;
  QTest::newRow("CONNECT") << QByteArray("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n") << 501;
  QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15) << 400;
  QTest::newRow("too many fields") << get + QByteArray("A: 1\r\n").repeated(101) + "\r\n" << 431;
  QTest::newRow("head too large") << get + "X: " + QByteArray(70'000, 'x') + "\r\n\r\n" << 431;
  QTest::newRow("target too long") << "GET /" + QByteArray(60'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"
                                   << 414;
}

void ProxyRefusalsTest::requestsOfTwoMeaningsAreRefused() {
  QFETCH(QByteArray, request);
  QFETCH(int, status);
  Settings settings = quickSettings();
  settings.maxBody = 1'000'000;
  start(Instance::answering("one"), settings);
  Socket client = connectTo(*m_proxy);
  client.send(request.toStdString() + get("/smuggled"));
  const Message reply = client.read();
  QCOMPARE(reply.status(), status);
  QCOMPARE(reply.field("connection"), std::string("close"));
  QVERIFY(client.ended());
  QCOMPARE(v1().status[1], 0U);  // nothing of it was answered by an instance
}

void ProxyRefusalsTest::malformedChunkInTheMiddleIsRefused() {
  start([](Socket& socket, int) { (void)socket.read(); });
  Socket client = connectTo(*m_proxy);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  QTRY_COMPARE(m_instance->connections(), 1);
  client.send("-1\r\n");
  QCOMPARE(client.read().status(), 400);
  QVERIFY(client.ended());
}

void ProxyRefusalsTest::cutRequestsAreToldSo_data() {
  QTest::addColumn<QByteArray>("request");
  QTest::newRow("head") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n");
  QTest::newRow("length") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
  QTest::newRow("chunks") << QByteArray(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n");
}

void ProxyRefusalsTest::cutRequestsAreToldSo() {
  QFETCH(QByteArray, request);
  start([](Socket& socket, int) { (void)socket.read(); });
  Socket client = connectTo(*m_proxy);
  client.send(request.toStdString());
  client.finishWriting();
  QCOMPARE(client.read().status(), 400);
  QVERIFY(client.ended());
}

void ProxyRefusalsTest::malformedAnswersAreRefused_data() {
  QTest::addColumn<QByteArray>("answer");
  QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n");
  QTest::newRow("two lengths") << QByteArray(
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
  QTest::newRow("length and chunked")
      << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  QTest::newRow("bare LF") << QByteArray("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
  QTest::newRow("signed length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na");
  QTest::newRow("coding in HTTP/1.0")
      << QByteArray("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  QTest::newRow("unknown coding") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n");
  QTest::newRow("NUL") << QByteArray("HTTP/1.1 200 OK\r\nA: \0\r\nContent-Length: 0\r\n\r\n", 44);
  QTest::newRow("bad first chunk") << QByteArray(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n");
  QTest::newRow("folded") << QByteArray("HTTP/1.1 200 OK\r\nA: 1\r\n b\r\nContent-Length: 0\r\n\r\n");
  QTest::newRow("unasked 101") << QByteArray(
      "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
  QTest::newRow("cut head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
  QTest::newRow("endless head") << "HTTP/1.1 200 OK\r\nA: " + QByteArray(70'000, 'x');
}

void ProxyRefusalsTest::malformedAnswersAreRefused() {
  QFETCH(QByteArray, answer);
  start([answer](Socket& socket, int) {
    (void)socket.readHead();
    socket.send(answer.toStdString());
  });
  const Message reply = ask(*m_proxy, get());
  QCOMPARE(reply.status(), 502);
  QTRY_COMPARE(v1().errors, 1U);
  QCOMPARE(v1().status[4], 1U);
}

void ProxyRefusalsTest::slowHeadIsCutOff() {
  Settings settings = quickSettings();
  settings.timeouts.head = std::chrono::milliseconds(200);
  Socket client = connectTo(start(Instance::answering("one"), settings));
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX-");
  const Message reply = client.read();
  QCOMPARE(reply.status(), 408);
  QVERIFY(client.ended());
}

void ProxyRefusalsTest::idleConnectionIsClosed() {
  Settings settings = quickSettings();
  settings.timeouts.idle = std::chrono::milliseconds(200);
  Socket client = connectTo(start(Instance::answering("one"), settings));
  client.send(get());
  QCOMPARE(client.read().status(), 200);
  QVERIFY(client.ended());
}

void ProxyRefusalsTest::slowBodyIsCutOff() {
  Settings settings = quickSettings();
  settings.timeouts.body = settings.timeouts.response = std::chrono::milliseconds(200);
  start([](Socket& socket, int) { (void)socket.read(); }, settings);
  Socket client = connectTo(*m_proxy);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  QCOMPARE(client.read().status(), 408);
  QVERIFY(client.ended());
}

void ProxyRefusalsTest::bodyByTheDropIsCutOff() {
  Settings settings = quickSettings();
  settings.timeouts.body = std::chrono::milliseconds(300);
  settings.minBodyRate = 1'000'000;
  start([](Socket& socket, int) { (void)socket.read(); }, settings);
  Socket client = connectTo(*m_proxy);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
  while (client.isSilentFor(100)) client.send("x");
  QCOMPARE(client.read().status(), 408);
}

// Takes a little each time, so that no single wait is long: the connection is cut all the same.
void ProxyRefusalsTest::readerByTheDropIsCutOff() {
  Settings settings = quickSettings();
  settings.timeouts.body = std::chrono::milliseconds(500);
  settings.timeouts.linger = std::chrono::milliseconds(200);
  start(
      [](Socket& socket, int) {
        (void)socket.readHead();
        socket.send(answer(std::string(20'000'000, 'x')));
        (void)socket.receive();
      },
      settings);
  Socket client = connectTo(*m_proxy);
  client.setReceiveBuffer(4'096);
  client.send(get());
  QTRY_COMPARE(v1().inFlight, 1U);
  QElapsedTimer patience;
  patience.start();
  while (v1().inFlight > 0 && patience.elapsed() < 20'000) {
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    (void)client.isSilentFor(20);  // a slow one
    (void)client.receive(256);
  }
  QCOMPARE(v1().inFlight, 0U);
}

void ProxyRefusalsTest::proxyHeaderTellsTheClient() {
  Settings settings = quickSettings();
  settings.proxyProtocol = {*halftone::policy::Cidr::parse("127.0.0.0/8")};
  start(
      [](Socket& socket, int) {
        while (const auto request = socket.readHead()) socket.send(answer(request->field("x-forwarded-for")));
      },
      settings);
  Socket client = connectTo(*m_proxy);
  client.send("PROXY TCP4 192.0.2.7 192.0.2.8 1");
  QVERIFY(client.isSilentFor(50));
  client.send("234 80\r\n" + get());
  QCOMPARE(client.read().body, std::string("192.0.2.7"));
  client.send(get());
  QCOMPARE(client.read().body, std::string("192.0.2.7"));
}

void ProxyRefusalsTest::connectionWithoutItsProxyHeaderIsClosed() {
  Settings settings = quickSettings();
  settings.proxyProtocol = {*halftone::policy::Cidr::parse("127.0.0.0/8")};
  Socket client = connectTo(start(Instance::answering("one"), settings));
  client.send(get());
  QCOMPARE(client.read().status(), 0);
}

void ProxyRefusalsTest::proxyHeaderIsExpectedOfBalancersAlone() {
  Settings settings = quickSettings();
  settings.proxyProtocol = {*halftone::policy::Cidr::parse("127.0.0.9/32")};
  Socket client = connectTo(start(Instance::answering("one"), settings));
  client.send("PROXY TCP4 192.0.2.7 192.0.2.8 1234 80\r\n" + get());
  QCOMPARE(client.read().status(), 400);
}

void ProxyRefusalsTest::clientTooManyIsToldSo() {
  Settings settings = quickSettings();
  settings.maxClients = 2;
  start(Instance::answering("one"), settings);
  Socket first = connectTo(*m_proxy);
  Socket second = connectTo(*m_proxy);
  first.send(get());
  second.send(get());
  QCOMPARE(first.read().status(), 200);
  QCOMPARE(second.read().status(), 200);
  Socket third = connectTo(*m_proxy);
  QCOMPARE(third.read().status(), 503);
  first.close();
  second.close();
  QTRY_COMPARE(ask(*m_proxy, get()).status(), 200);
}

void ProxyRefusalsTest::thousandsOfPipelinedRefusalsNeedNoStack() {
  m_proxy = startProxy(routingOf(betaPolicy(), {}));
  Socket client = connectTo(*m_proxy);
  std::string all;
  for (int i = 0; i < 5'000; ++i) all += "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  std::thread sender([&] { client.send(all); });
  int refused = 0;
  for (int i = 0; i < 5'000; ++i) refused += client.read().status() == 503 ? 1 : 0;
  sender.join();
  QCOMPARE(refused, 5'000);
  QCOMPARE(m_proxy->frame().unrouted, 5'000U);
}

HALFTONE_EPOLL_TEST_MAIN(ProxyRefusalsTest)
#include "tst_proxyrefusals.moc"
