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

class TestHttpServer : public QObject {
  Q_OBJECT

 private slots:
  void answersARequest() {
    const auto server = serve(echo);
    TestClient client(server->address());
    client.send("GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("GET /a?b=c []"));
    QVERIFY(client.received().startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(client.received().contains("\r\nContent-Length: 13\r\n"));
    QVERIFY(client.received().contains(" GMT\r\n"));
    QVERIFY(!client.received().contains("Connection:"));
  }

  void givesTheHandlerTheWholeRequest() {
    std::optional<HttpRequest> seen;
    const auto server = serve([&](HttpRequest request, const HttpResponder& responder) {
      seen = std::move(request);
      responder.send(HttpResponse::text(200, "ok"));
    });
    TestClient client(server->address());
    client.send(
        "PUT /p%20q?a=1&b=x+y%21&a=2&bare HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nContent-Length: 4\r\n\r\nbody");
    QVERIFY(client.receives("ok"));
    QCOMPARE(seen->path, std::string("/p%20q"));
    QCOMPARE(seen->query, std::string("a=1&b=x+y%21&a=2&bare"));
    QCOMPARE(seen->field("x-one"), std::string_view("1"));
    QCOMPARE(seen->field("absent"), std::string_view(""));
    QCOMPARE(seen->parameter("b").value(), std::string("x y!"));
    QCOMPARE(seen->parameter("bare").value(), std::string());
    QVERIFY(!seen->parameter("c").has_value());
    QCOMPARE(seen->parameters("a"), (std::vector<std::string>{"1", "2"}));
    QCOMPARE(seen->body, std::string("body"));
    QCOMPARE(seen->peer.host(), std::string("127.0.0.1"));
  }

  void keepsTheConnectionForTheNextRequest() {
    const auto server = serve(echo);
    TestClient client(server->address());
    client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("GET /1 []"));
    client.send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("GET /2 []"));
  }

  void requestsMayArriveByteByByte() {
    const auto server = serve(echo);
    TestClient client(server->address());
    QVERIFY(client.isConnected());
    const QByteArray request =
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: "
        "v\r\n\r\n";
    for (const char byte : request) {
      client.send(QByteArray(1, byte));
      client.socket().flush();
      QCoreApplication::processEvents();
    }
    QVERIFY(client.receives("POST / [abcde]"));
  }

  void pipelinedRequestsAreAnsweredInOrder() {
    std::vector<std::pair<std::string, HttpResponder>> waiting;
    const auto server = serve([&](const HttpRequest& request, HttpResponder responder) {
      if (request.path == "/late") {
        waiting.emplace_back(request.path, std::move(responder));
      } else {
        echo(request, responder);
      }
    });
    TestClient client(server->address());
    client.send(
        "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /late HTTP/1.1\r\nHost: x\r\n\r\nGET /3 HTTP/1.1\r\nHost: "
        "x\r\n\r\n");
    QVERIFY(turnsUntil([&] { return waiting.size() == 1; }));
    QVERIFY(client.receives("/1 []"));
    waiting.front().second.send(HttpResponse::text(200, "late"));
    QVERIFY(client.receives("/3 []"));
    QVERIFY(client.received().indexOf("late") < client.received().indexOf("/3 []"));
  }

  void thousandsOfPipelinedRequestsNeedNoStack() {
    const auto server = serve(echo);
    TestClient client(server->address());
    constexpr int kRequests = 5000;
    client.send(QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n").repeated(kRequests));
    QVERIFY(turnsUntil([&] { return client.received().count("GET / []") == kRequests; }));
  }

  void aLateAnswerDoesNotRunTheNextHandlerOnItsStack() {
    std::optional<HttpResponder> waiting;
    bool isAnswering = false;
    bool ranInside = false;
    int handled = 0;
    const auto server = serve([&](const HttpRequest&, const HttpResponder& responder) {
      ++handled;
      ranInside = ranInside || isAnswering;
      if (handled == 1) {
        waiting = responder;
      } else {
        responder.send(HttpResponse::text(200, "second"));
      }
    });
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(turnsUntil([&] { return waiting.has_value(); }));
    isAnswering = true;
    waiting->send(HttpResponse::text(200, "first"));
    isAnswering = false;
    QVERIFY(client.receives("second"));
    QVERIFY(!ranInside);
  }

  void http10ClosesUnlessAsked() {
    const auto server = serve(echo);
    TestClient client(server->address());
    client.send("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(client.receives("Connection: close"));
    QVERIFY(client.seesTheEnd());
    TestClient keeping(server->address());
    keeping.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QVERIFY(keeping.receives("Connection: keep-alive"));
    QVERIFY(keeping.receives("/1 []"));
    keeping.send("GET /2 HTTP/1.0\r\n\r\n");
    QVERIFY(keeping.receives("/2 []"));
    QVERIFY(keeping.seesTheEnd());
  }

  void connectionCloseIsObeyed() {
    const auto server = serve(echo);
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    QVERIFY(client.receives("GET / []"));
    QVERIFY(client.received().contains("Connection: close\r\n"));
    QVERIFY(client.seesTheEnd());
  }

  void aClientMayEndItsSideAfterARequest() {
    const auto server = serve(echo);
    TestClient client(server->address());
    QVERIFY(client.isConnected());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    client.socket().flush();
    ::shutdown(static_cast<int>(client.socket().socketDescriptor()), SHUT_WR);
    QVERIFY(client.receives("GET / []"));
    QVERIFY(client.seesTheEnd());
  }

  void headHasTheLengthWithoutTheBody() {
    const auto server = serve(echo);
    TestClient client(server->address());
    client.send("HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("Content-Length: 10\r\n"));
    client.send("GET /g HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("GET /g []"));
    QVERIFY(!client.received().contains("HEAD /h"));
  }

  void noContentHasNoLength() {
    const auto server = serve([](const HttpRequest&, const HttpResponder& responder) {
      responder.send({204, {}, "ignored"});
    });
    TestClient client(server->address());
    client.send("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("\r\n\r\n"));
    QVERIFY(!client.received().contains("Content-Length"));
    QVERIFY(!client.received().contains("ignored"));
  }

  void expectationsAreMetBeforeTheBody() {
    const auto server = serve(echo);
    TestClient client(server->address());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    QVERIFY(client.receives("HTTP/1.1 100 Continue\r\n\r\n"));
    client.send("abc");
    QVERIFY(client.receives("POST / [abc]"));
  }

  void aClientThatLeavesBeforeALateAnswerIsNoticed() {
    std::vector<HttpResponder> waiting;
    int gone = 0;
    const auto server = serve([&](const HttpRequest&, const HttpResponder& responder) {
      responder.onGone([&gone] { ++gone; });
      waiting.push_back(responder);
    });
    {
      TestClient aborts(server->address());
      TestClient closes(server->address());
      for (TestClient* client : {&aborts, &closes}) client->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      QVERIFY(turnsUntil([&] { return waiting.size() == 2; }));
      QVERIFY(waiting.front().isConnected());
      aborts.leave();
      closes.close();
    }
    QVERIFY(turnsUntil([&] { return gone == 2; }));
    for (const HttpResponder& responder : waiting) {
      QVERIFY(!responder.isConnected());
      responder.send(HttpResponse::text(200, "to nobody"));
    }
    QCOMPARE(gone, 2);
  }

  void onGoneIsNotCalledAfterAnAnswer() {
    int gone = 0;
    const auto server = serve([&](const HttpRequest& request, const HttpResponder& responder) {
      responder.onGone([&gone] { ++gone; });
      echo(request, responder);
    });
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("GET / []"));
    client.close();
    QVERIFY(client.seesTheEnd());
    TestClient other(server->address());
    other.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(other.receives("GET / []"));
    QCOMPARE(gone, 0);
  }

  void unansweredRequestsGet500() {
    const auto server = serve([](const HttpRequest&, const HttpResponder&) {});
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("HTTP/1.1 500 "));
  }

  void theFirstAnswerCounts() {
    const auto server = serve([](const HttpRequest&, const HttpResponder& responder) {
      const HttpResponder copy = responder;
      copy.send(HttpResponse::text(200, "first"));
      responder.send(HttpResponse::text(200, "second"));
    });
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    QVERIFY(client.seesTheEnd());
    QVERIFY(client.received().endsWith("\r\n\r\nfirst"));
  }

  void theServerMayBeDestroyedInItsHandler() {
    std::unique_ptr<HttpServer> server;
    bool handled = false;
    server = serve([&](const HttpRequest& request, const HttpResponder& responder) {
      server.reset();
      handled = request.path == "/";  // the handler and what it was given still live
      responder.send(HttpResponse::text(200, "too late"));
    });
    TestClient client(server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.seesTheEnd());
    QVERIFY(handled);
  }

  void destructionClosesAllAndCallsNobody() {
    int gone = 0;
    std::vector<HttpResponder> waiting;
    auto server = serve([&](const HttpRequest&, const HttpResponder& responder) {
      responder.onGone([&] { ++gone; });
      waiting.push_back(responder);
    });
    TestClient pending(server->address());
    TestClient idle(server->address());
    pending.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(idle.isConnected());
    QVERIFY(turnsUntil([&] { return !waiting.empty(); }));
    server.reset();
    QVERIFY(pending.seesTheEnd());
    QVERIFY(idle.seesTheEnd());
    waiting.front().send(HttpResponse::text(200, "to nobody"));
    QCOMPARE(gone, 0);
  }

  void absoluteTargetsAreTakenApart() {
    std::optional<HttpRequest> seen;
    const auto server = serve([&](HttpRequest request, const HttpResponder& responder) {
      seen = std::move(request);
      responder.send(HttpResponse::text(200, "ok"));
    });
    TestClient client(server->address());
    client.send("GET http://other/p?q HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("ok"));
    QCOMPARE(seen->path, std::string("/p"));
    QCOMPARE(seen->query, std::string("q"));
    QCOMPARE(seen->target, std::string("http://other/p?q"));
  }

  void aTakenPortIsAnError() {
    const auto server = serve(echo);
    const auto second = HttpServer::listen(server->address(), {}, echo);
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, halftone::ErrorCode::Io);
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
