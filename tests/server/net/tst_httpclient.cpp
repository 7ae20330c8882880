// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTcpServer>
#include <memory>
#include <optional>
#include <vector>

#include "server/net/httpclient.h"
#include "tests/server/net/testclient.h"

using namespace std::chrono_literals;
using halftone::ErrorCode;
using halftone::Result;
using halftone::net::ClientRequest;
using halftone::net::HttpClient;
using halftone::net::HttpRequest;
using halftone::net::HttpResponder;
using halftone::net::HttpResponse;
using halftone::net::HttpServer;
using halftone::net::SocketAddress;

namespace {

std::unique_ptr<HttpServer> serve(HttpServer::Handler handler) {
  auto server = HttpServer::listen(*SocketAddress::parse("127.0.0.1:0"), {}, std::move(handler));
  if (!server) qFatal("%s", server.error().toString().c_str());
  return std::move(*server);
}

ClientRequest request(const SocketAddress& to, std::string target = "/") {
  ClientRequest wanted;
  wanted.to = to;
  wanted.target = std::move(target);
  wanted.timeout = 5s;
  return wanted;
}

// Sends one request and waits for its end.
Result<HttpResponse> ask(HttpClient& client, ClientRequest wanted) {
  std::optional<Result<HttpResponse>> answer;
  client.send(std::move(wanted), [&](Result<HttpResponse> result) { answer = std::move(result); });
  if (!turnsUntil([&] { return answer.has_value(); })) qFatal("no answer");
  return *answer;
}

// A server that says prepared lines to each connection once a request has come, and counts.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<QByteArray> answers, bool closes = false)
      : m_answers(std::move(answers)), m_closes(closes) {
    m_server.listen(QHostAddress::LocalHost);
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
  }
  [[nodiscard]] SocketAddress address() const {
    return *SocketAddress::parse("127.0.0.1:" + std::to_string(m_server.serverPort()));
  }
  int connections = 0;
  int requests = 0;
  QByteArray received;

 private:
  void accept() {
    ++connections;
    QTcpSocket* const peer = m_server.nextPendingConnection();
    QObject::connect(peer, &QTcpSocket::readyRead, peer, [this, peer] {
      const QByteArray bytes = peer->readAll();
      received += bytes;
      if (!bytes.contains("\r\n\r\n")) return;
      const QByteArray answer =
          m_answers.at(std::min<std::size_t>(static_cast<std::size_t>(requests++), m_answers.size() - 1));
      if (!answer.isEmpty()) peer->write(answer);
      if (m_closes || answer.isEmpty()) peer->disconnectFromHost();
    });
  }
  QTcpServer m_server;
  std::vector<QByteArray> m_answers;
  bool m_closes;
};

}  // namespace

class TestHttpClient : public QObject {
  Q_OBJECT

 private slots:
  void getsAnAnswer() {
    const auto server = serve([](const HttpRequest& seen, const HttpResponder& responder) {
      HttpResponse answer = HttpResponse::text(201, seen.method + seen.target + seen.body);
      answer.fields.emplace_back("X-Host", std::string(seen.field("host")));
      responder.send(std::move(answer));
    });
    HttpClient client;
    ClientRequest wanted = request(server->address(), "/x?y");
    wanted.method = "POST";
    wanted.body = "body";
    const Result<HttpResponse> answer = ask(client, std::move(wanted));
    QVERIFY(answer.has_value());
    QCOMPARE(answer->status, 201);
    QCOMPARE(answer->body, std::string("POST/x?ybody"));
    const std::pair<std::string, std::string> host{"X-Host", server->address().toString()};
    QVERIFY(std::find(answer->fields.begin(), answer->fields.end(), host) != answer->fields.end());
  }

  void reusesItsConnection() {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"});
    HttpClient client;
    for (int i = 0; i < 5; ++i) QVERIFY(ask(client, request(server.address())).has_value());
    QCOMPARE(server.connections, 1);
    QCOMPARE(server.requests, 5);
  }

  void manyAtOnceUseManyConnections() {
    const auto server = serve([](const HttpRequest& seen, const HttpResponder& responder) {
      responder.send(HttpResponse::text(200, seen.target));
    });
    HttpClient client;
    int right = 0;
    for (int i = 0; i < 200; ++i) {
      const std::string target = "/" + std::to_string(i);
      client.send(request(server->address(), target), [&right, target](const Result<HttpResponse>& answer) {
        if (answer && answer->body == target) ++right;
      });
    }
    QVERIFY(turnsUntil([&] { return right == 200; }));
  }

  void chunkedAnswersAreJoined() {
    ScriptedServer server(
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"});
    HttpClient client;
    QCOMPARE(ask(client, request(server.address())).value().body, std::string("abcde"));
    QVERIFY(ask(client, request(server.address())).has_value());
    QCOMPARE(server.connections, 1);
  }

  void answersMayEndWithTheConnection() {
    ScriptedServer server({"HTTP/1.1 200 OK\r\n\r\nall of it"}, true);
    HttpClient client;
    QCOMPARE(ask(client, request(server.address())).value().body, std::string("all of it"));
  }

  void interimAnswersAreSkipped() {
    ScriptedServer server({"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"});
    HttpClient client;
    QCOMPARE(ask(client, request(server.address())).value().body, std::string("x"));
  }

  void headHasNoBody() {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"});
    HttpClient client;
    ClientRequest wanted = request(server.address());
    wanted.method = "HEAD";
    QCOMPARE(ask(client, wanted).value().body, std::string());
    QCOMPARE(ask(client, wanted).value().status, 200);
    QCOMPARE(server.connections, 1);
  }

  void aReusedConnectionThatDiedIsReplacedOnce() {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", "",
                           "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n3"});
    HttpClient client;
    QCOMPARE(ask(client, request(server.address())).value().body, std::string("1"));
    QCOMPARE(ask(client, request(server.address())).value().body, std::string("3"));
    QCOMPARE(server.requests, 3);
    QCOMPARE(server.connections, 2);
  }

  void aPostIsNotSentTwice() {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", ""});
    HttpClient client;
    QVERIFY(ask(client, request(server.address())).has_value());
    ClientRequest post = request(server.address());
    post.method = "POST";
    QCOMPARE(ask(client, post).error().code, ErrorCode::Unreachable);
    QCOMPARE(server.requests, 2);
  }

  void aFreshConnectionThatDiesIsAnError() {
    ScriptedServer server({""});
    HttpClient client;
    QCOMPARE(ask(client, request(server.address())).error().code, ErrorCode::Unreachable);
    QCOMPARE(server.requests, 1);
  }

  void nobodyListeningIsUnreachable() {
    SocketAddress nobody;
    {
      QTcpServer server;
      server.listen(QHostAddress::LocalHost);
      nobody = *SocketAddress::parse("127.0.0.1:" + std::to_string(server.serverPort()));
    }
    HttpClient client;
    QCOMPARE(ask(client, request(nobody)).error().code, ErrorCode::Unreachable);
  }

  void silenceIsATimeout() {
    std::vector<HttpResponder> waiting;
    const auto server =
        serve([&](const HttpRequest&, const HttpResponder& responder) { waiting.push_back(responder); });
    HttpClient client;
    ClientRequest wanted = request(server->address());
    wanted.timeout = 100ms;
    QCOMPARE(ask(client, wanted).error().code, ErrorCode::Timeout);
    QVERIFY(turnsUntil([&] { return !waiting.front().isConnected(); }));
  }

  void answersOverTheLimitAreRefused_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef");
    QTest::newRow("chunked") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n0\r\n\r\n");
    QTest::newRow("until close") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabcdef");
  }
  void answersOverTheLimitAreRefused() {
    QFETCH(const QByteArray, answer);
    ScriptedServer server({answer}, true);
    HttpClient client;
    ClientRequest wanted = request(server.address());
    wanted.maxBody = 5;
    QCOMPARE(ask(client, wanted).error().code, ErrorCode::TooLarge);
  }

  void nonsenseIsAProtocolError() {
    ScriptedServer server({"SSH-2.0-OpenSSH\r\n"});
    HttpClient client;
    QCOMPARE(ask(client, request(server.address())).error().code, ErrorCode::Protocol);
  }

  void aCutAnswerIsAnError() {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"}, true);
    HttpClient client;
    QCOMPARE(ask(client, request(server.address())).error().code, ErrorCode::Unreachable);
  }

  void requestsThatWouldSplitAreNotSent() {
    HttpClient client;
    const SocketAddress nobody = *SocketAddress::parse("127.0.0.1:1");
    QCOMPARE(ask(client, request(nobody, "/ HTTP/1.1\r\nX: y")).error().code, ErrorCode::Invalid);
    ClientRequest field = request(nobody);
    field.fields.emplace_back("X", "a\r\nb");
    QCOMPARE(ask(client, field).error().code, ErrorCode::Invalid);
  }

  void errorsAreNeverToldWithinSend() {
    HttpClient client;
    bool called = false;
    client.send(request(*SocketAddress::parse("127.0.0.1:1"), "bad target"),
                [&](const auto&) { called = true; });
    QVERIFY(!called);
    QVERIFY(turnsUntil([&] { return called; }));
  }

  void theClientMayBeDestroyedByItsCallback() {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"});
    auto client = std::make_unique<HttpClient>();
    int calls = 0;
    for (int i = 0; i < 3; ++i) {
      client->send(request(server.address()), [&](const auto&) {
        ++calls;
        client.reset();
      });
    }
    QVERIFY(turnsUntil([&] { return calls == 1; }));
    QVERIFY(!turnsUntil([&] { return calls > 1; }, 50));
  }

  void pendingRequestsAreDroppedSilently() {
    std::vector<HttpResponder> waiting;
    const auto server =
        serve([&](const HttpRequest&, const HttpResponder& responder) { waiting.push_back(responder); });
    bool called = false;
    {
      HttpClient client;
      client.send(request(server->address()), [&](const auto&) { called = true; });
      QVERIFY(turnsUntil([&] { return !waiting.empty(); }));
    }
    QVERIFY(turnsUntil([&] { return !waiting.front().isConnected(); }));
    QVERIFY(!called);
  }

  void largeBodiesGoBothWays() {
    const auto server = serve([](HttpRequest seen, const HttpResponder& responder) {
      responder.send(HttpResponse::text(200, std::move(seen.body)));
    });
    HttpClient client;
    ClientRequest wanted = request(server->address());
    wanted.method = "PUT";
    wanted.body = std::string(1024 * 1024, 'b');
    const Result<HttpResponse> answer = ask(client, wanted);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->body.size(), wanted.body.size());
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
