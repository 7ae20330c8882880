// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QWebSocket>
#include <memory>
#include <string>
#include <vector>

#include "server/net/httpserver.h"
#include "server/net/websocketframe.h"
#include "tests/server/net/testclient.h"

using halftone::net::HttpRequest;
using halftone::net::HttpResponder;
using halftone::net::HttpServer;
using halftone::net::SocketAddress;
using halftone::net::WebSocketPeer;
namespace ws = halftone::net::ws;

namespace {

constexpr const char* kHandshake =
    "GET /stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

QByteArray masked(ws::Opcode opcode, std::string_view payload, bool fin = true) {
  return QByteArray::fromStdString(ws::encodeMasked(opcode, payload, 0x01020304, fin));
}

QByteArray plain(ws::Opcode opcode, std::string_view payload) {
  return QByteArray::fromStdString(ws::encode(opcode, payload));
}

QByteArray closeFrame(std::uint16_t code, std::string_view reason) {
  return QByteArray::fromStdString(ws::encodeClose(code, reason));
}

// A server that upgrades everything and keeps what it is told.
struct StreamServer {
  StreamServer() {
    auto listening =
        HttpServer::listen(*SocketAddress::parse("127.0.0.1:0"), {},
                           [this](const HttpRequest&, const HttpResponder& responder) { open(responder); });
    if (!listening) qFatal("%s", listening.error().toString().c_str());
    server = std::move(*listening);
  }
  void open(const HttpResponder& responder) {
    peer = responder.upgrade();
    if (peer == nullptr) return;
    peer->textReceived = [this](std::string_view text) { texts.emplace_back(text); };
    peer->closed = [this] {
      ++closings;
      peer = nullptr;
    };
  }
  [[nodiscard]] QUrl url() const {
    return QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(server->address().port()));
  }

  std::unique_ptr<HttpServer> server;
  WebSocketPeer* peer = nullptr;
  std::vector<std::string> texts;
  int closings = 0;
};

}  // namespace

class TestWebSocketPeer : public QObject {
  Q_OBJECT

 private slots:
  void answersTheHandshakeOfTheRfc() {
    StreamServer stream;
    TestClient client(stream.server->address());
    client.send(kHandshake);
    QVERIFY(client.receives("\r\n\r\n"));
    QVERIFY(client.received().startsWith("HTTP/1.1 101 "));
    QVERIFY(client.received().contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    QVERIFY(stream.peer != nullptr);
  }

  void otherRequestsAreToldWhatIsWanted() {
    StreamServer stream;
    TestClient client(stream.server->address());
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(client.receives("HTTP/1.1 426 "));
    QVERIFY(client.received().contains("Sec-WebSocket-Version: 13\r\n"));
    QVERIFY(stream.peer == nullptr);
  }

  void talksWithQtsOwnClient() {
    StreamServer stream;
    QWebSocket client;
    QSignalSpy connected(&client, &QWebSocket::connected);
    QSignalSpy texts(&client, &QWebSocket::textMessageReceived);
    QSignalSpy pongs(&client, &QWebSocket::pong);
    QSignalSpy disconnected(&client, &QWebSocket::disconnected);
    client.open(stream.url());
    QVERIFY(turnsUntil([&] { return connected.count() == 1 && stream.peer != nullptr; }));
    client.sendTextMessage(QStringLiteral("up \u00e4"));
    client.ping("p");
    stream.peer->sendText("down");
    QVERIFY(turnsUntil([&] { return texts.count() == 1 && pongs.count() == 1 && stream.texts.size() == 1; }));
    QCOMPARE(stream.texts.front(), std::string("up \xc3\xa4"));
    QCOMPARE(texts.first().first().toString(), QStringLiteral("down"));
    client.close();
    QVERIFY(turnsUntil([&] { return disconnected.count() == 1 && stream.closings == 1; }));
    QCOMPARE(client.closeCode(), QWebSocketProtocol::CloseCodeNormal);
  }

  void framesRightAfterTheHandshakeAreRead() {
    StreamServer stream;
    TestClient client(stream.server->address());
    client.send(QByteArray(kHandshake) + masked(ws::Opcode::Text, "early", false) +
                masked(ws::Opcode::Ping, "p") + masked(ws::Opcode::Continuation, " bird"));
    QVERIFY(client.receives(plain(ws::Opcode::Pong, "p")));
    QVERIFY(turnsUntil([&] { return stream.texts.size() == 1; }));
    QCOMPARE(stream.texts.front(), std::string("early bird"));
  }

  void closesAsTheServerAsks() {
    StreamServer stream;
    TestClient client(stream.server->address());
    client.send(kHandshake);
    QVERIFY(turnsUntil([&] { return stream.peer != nullptr; }));
    stream.peer->close(1001, "bye");
    QCOMPARE(stream.closings, 0);
    QVERIFY(client.receives(closeFrame(1001, "bye")));
    client.send(masked(ws::Opcode::Close, std::string_view("\x03\xe9", 2)));
    QVERIFY(turnsUntil([&] { return stream.closings == 1; }));
    QVERIFY(client.seesTheEnd());
  }

  void violationsAreClosedWithTheirCode_data() {
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("code");
    QTest::newRow("unmasked") << plain(ws::Opcode::Text, "x") << 1002;
    QTest::newRow("not UTF-8") << masked(ws::Opcode::Text, "\xff") << 1007;
    QTest::newRow("binary") << masked(ws::Opcode::Binary, "x") << 1003;
    QTest::newRow("too large") << masked(ws::Opcode::Text, std::string(70'000, 'x')) << 1009;
  }
  void violationsAreClosedWithTheirCode() {
    QFETCH(const QByteArray, frame);
    QFETCH(const int, code);
    StreamServer stream;
    TestClient client(stream.server->address());
    client.send(kHandshake);
    QVERIFY(client.receives("\r\n\r\n"));
    client.forget();
    client.send(frame);
    QVERIFY(client.receivesBytes(4));
    QCOMPARE(client.received().at(0), '\x88');
    QCOMPARE(static_cast<unsigned char>(client.received().at(2)) * 256 +
                 static_cast<unsigned char>(client.received().at(3)),
             code);
    client.send(masked(ws::Opcode::Close, ""));
    QVERIFY(turnsUntil([&] { return stream.closings == 1; }));
    QVERIFY(stream.texts.empty());
  }

  void aClientThatVanishesIsNoticed() {
    StreamServer stream;
    {
      TestClient client(stream.server->address());
      client.send(kHandshake);
      QVERIFY(turnsUntil([&] { return stream.peer != nullptr; }));
      client.leave();
    }
    QVERIFY(turnsUntil([&] { return stream.closings == 1; }));
  }

  void aClientThatNeverReadsIsClosedWith1013() {
    StreamServer stream;
    TestClient client(stream.server->address());
    client.socket().setReadBufferSize(1024);
    client.send(kHandshake);
    QVERIFY(turnsUntil([&] { return stream.peer != nullptr; }));
    const std::string text(60'000, 't');
    std::size_t most = 0;
    QVERIFY(turnsUntil([&] {
      for (int i = 0; i < 20 && stream.peer != nullptr; ++i) {
        stream.peer->sendText(text);
        most = std::max(most, stream.peer->bufferedBytes());
      }
      return stream.closings == 1;
    }));
    QVERIFY(most > 3 * 1024 * 1024);
    QVERIFY(most <= 4 * 1024 * 1024 + 100);
    client.socket().setReadBufferSize(0);
    QVERIFY(client.receives(closeFrame(1013, "the client reads too slowly")));
    QVERIFY(client.seesTheEnd());
  }

  void callbacksNeverComeOutOfSendText() {
    StreamServer stream;
    TestClient client(stream.server->address());
    client.send(kHandshake);
    QVERIFY(turnsUntil([&] { return stream.peer != nullptr; }));
    client.leave();
    WebSocketPeer* const peer = stream.peer;
    for (int i = 0; i < 100; ++i) {
      peer->sendText("x");
      QCOMPARE(stream.closings, 0);
    }
    QVERIFY(turnsUntil([&] { return stream.closings == 1; }));
  }

  void theServerMayBeDestroyedInACallback() {
    StreamServer stream;
    TestClient client(stream.server->address());
    client.send(kHandshake);
    QVERIFY(turnsUntil([&] { return stream.peer != nullptr; }));
    std::string seen;
    stream.peer->textReceived = [&](std::string_view text) {
      stream.server.reset();
      seen = text;
    };
    client.send(masked(ws::Opcode::Text, "one") + masked(ws::Opcode::Text, "two"));
    QVERIFY(client.seesTheEnd());
    QCOMPARE(seen, std::string("one"));
    QCOMPARE(stream.closings, 0);
  }

  void aLateUpgradeWorks() {
    std::vector<HttpResponder> waiting;
    const auto server = HttpServer::listen(
        *SocketAddress::parse("127.0.0.1:0"), {},
        [&](const HttpRequest&, const HttpResponder& responder) { waiting.push_back(responder); });
    TestClient client((*server)->address());
    client.send(QByteArray(kHandshake) + masked(ws::Opcode::Text, "early"));
    QVERIFY(turnsUntil([&] { return !waiting.empty(); }));
    WebSocketPeer* const peer = waiting.front().upgrade();
    QVERIFY(peer != nullptr);
    std::string seen;
    peer->textReceived = [&](std::string_view text) { seen = text; };
    peer->sendText("hello");
    QVERIFY(client.receives(plain(ws::Opcode::Text, "hello")));
    QVERIFY(turnsUntil([&] { return seen == "early"; }));
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestWebSocketPeer)
#include "tst_websocketpeer.moc"
