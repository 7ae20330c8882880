// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "server/net/httpserver.h"
#include "tests/server/net/testclient.h"
#include "tests/server/net/testserver.h"

using namespace std::chrono_literals;
using halftone::net::HttpRequest;
using halftone::net::HttpResponder;
using halftone::net::HttpResponse;
using halftone::net::HttpServer;
using halftone::net::SocketAddress;

// What hostile, slow and broken clients get.
class TestHttpServerLimits : public QObject {
  Q_OBJECT

 private slots:
  void tooLargeBodiesAreRefusedBeforeTheyAreSent() {
    HttpServer::Limits limits;
    limits.maxBody = 10;
    const auto server = serve(echo, limits);
    TestClient client(server->address());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
    QVERIFY(client.receives("HTTP/1.1 413 "));
    QVERIFY(!client.received().contains("100 Continue"));
    QVERIFY(client.seesTheEnd());
  }

  void aClientThatKeepsSendingStillSeesTheRefusal() {
    HttpServer::Limits limits;
    limits.maxBody = 10;
    const auto server = serve(echo, limits);
    TestClient client(server->address());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n" + QByteArray(400'000, 'b'));
    QVERIFY(client.receives("HTTP/1.1 413 "));
    client.close();
    QVERIFY(client.seesTheEnd());
  }

  void tooLargeChunkedBodiesAreRefused() {
    HttpServer::Limits limits;
    limits.maxBody = 10;
    const auto server = serve(echo, limits);
    TestClient client(server->address());
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n12345678\r\n");
    QVERIFY(client.receives("HTTP/1.1 413 "));
  }

  void malformedRequestsAreAnsweredAndTheConnectionEnds_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << QByteArray("HTTP/1.1 400 ");
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << QByteArray("HTTP/1.1 505 ");
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02", 4) << QByteArray("HTTP/1.1 400 ");
    QTest::newRow("smuggling") << QByteArray(
                                      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: "
                                      "chunked\r\n\r\n0\r\n\r\nGET /stolen HTTP/1.1\r\nHost: x\r\n\r\n")
                               << QByteArray("HTTP/1.1 400 ");
    QTest::newRow("chunk") << QByteArray(
                                  "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")
                           << QByteArray("HTTP/1.1 400 ");
    QTest::newRow("expectation")
        << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: b\r\n\r\n")
        << QByteArray("HTTP/1.1 417 ");
    QTest::newRow("head") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nA: ") + QByteArray(70'000, 'a')
                          << QByteArray("HTTP/1.1 431 ");
  }
  void malformedRequestsAreAnsweredAndTheConnectionEnds() {
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, answer);
    int handled = 0;
    const auto server = serve([&](const HttpRequest& seen, const HttpResponder& responder) {
      ++handled;
      echo(seen, responder);
    });
    TestClient client(server->address());
    client.send(request);
    QVERIFY(client.receives(answer));
    QVERIFY(client.receives("Connection: close"));
    QVERIFY(client.seesTheEnd());
    QCOMPARE(handled, 0);
  }

  void slowRequestsGet408() {
    HttpServer::Limits limits;
    limits.headTimeout = 100ms;
    const auto server = serve(echo, limits);
    TestClient client(server->address());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
    QVERIFY(client.receives("HTTP/1.1 408 "));
    QVERIFY(client.seesTheEnd());
  }

  void idleConnectionsEndSilently() {
    HttpServer::Limits limits;
    limits.idleTimeout = 100ms;
    const auto server = serve(echo, limits);
    TestClient client(server->address());
    QVERIFY(client.isConnected());
    QVERIFY(client.seesTheEnd());
    QCOMPARE(client.received(), QByteArray());
  }

  void aLatePollOutlivesTheTimeouts() {
    HttpServer::Limits limits;
    limits.idleTimeout = 100ms;
    limits.headTimeout = 100ms;
    std::optional<HttpResponder> waiting;
    const auto server =
        serve([&](const HttpRequest&, const HttpResponder& responder) { waiting = responder; }, limits);
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(turnsUntil([&] { return waiting.has_value(); }));
    QVERIFY(!turnsUntil([&] { return !waiting->isConnected(); }, 400));
    waiting->send(HttpResponse::text(200, "at last"));
    QVERIFY(client.receives("at last"));
  }

  void tooManyConnectionsAreTold() {
    HttpServer::Limits limits;
    limits.maxConnections = 2;
    const auto server = serve(echo, limits);
    TestClient first(server->address());
    TestClient second(server->address());
    QVERIFY(first.isConnected() && second.isConnected());
    TestClient third(server->address());
    third.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(third.receives("HTTP/1.1 503 "));
    QVERIFY(third.seesTheEnd());
    first.leave();
    QVERIFY(turnsUntil([&] {
      TestClient again(server->address());
      again.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      return again.receives("HTTP/1.1 ") && again.received().contains("GET / []");
    }));
  }

  void largeAnswersWaitForASlowReader() {
    const std::string body(8'000'000, 'L');
    const auto server = serve([&](const HttpRequest& request, const HttpResponder& responder) {
      responder.send(HttpResponse::text(200, request.path == "/large" ? body : "small"));
    });
    TestClient client(server->address());
    client.socket().setReadBufferSize(4096);
    client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\nGET /small HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("HTTP/1.1 200"));
    client.socket().setReadBufferSize(0);
    QVERIFY(client.receives("small"));
    QCOMPARE(client.received().count('L'), 8'000'000 + 2);  // two in "Content-Length"
  }

  void fieldsThatWouldSplitTheAnswerAreLeftOut() {
    const auto server = serve([](const HttpRequest&, const HttpResponder& responder) {
      responder.send(
          {200, {{"X-Good", "yes"}, {"X-Bad", "a\r\nSet-Cookie: stolen"}, {"Content-Length", "9"}}, "ok"});
    });
    QTest::ignoreMessage(QtWarningMsg, "a field of an answer holds a control character: left out");
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("X-Good: yes\r\n"));
    QVERIFY(!client.received().contains("stolen"));
    QVERIFY(client.received().contains("Content-Length: 2\r\n"));
    QCOMPARE(client.received().count("Content-Length"), 1);
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestHttpServerLimits)
#include "tst_httpserver_limits.moc"
