// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "tests/server/chat/jsoncompare.h"
#include "tests/server/chat/rawclient.h"
#include "tests/server/chat/testnode.h"

using namespace halftone::chat;
using namespace halftone::chat::testing;
using halftone::net::ws::Opcode;
using nlohmann::json;

namespace {

bool isAccepted(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 101 ");
}
int statusOf(const std::string& answer) {
  return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}

json welcomeOf(RawClient& client) {
  return json::parse(client.readTextWith("\"welcome\""), nullptr, false);
}

}  // namespace

class TestWebSocket : public QObject {
  Q_OBJECT

  std::unique_ptr<Node> m_node = nullptr;

 private slots:
  void init() { m_node = startNode(testConfig("chat-1", "v1")); }
  void cleanup() { m_node.reset(); }

  void theHandshakeIsTheOneOfTheRfc() {
    RawClient client(m_node->address());
    const std::string answer = client.upgrade("/ws?user=u17", "Origin: http://localhost\r\n");
    QVERIFY(isAccepted(answer));
    QVERIFY(answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
    const json welcome = welcomeOf(client);
    QCOMPARE(welcome["node"], json("chat-1"));
    QCOMPARE(welcome["version"], json("v1"));
    QCOMPARE(welcome["user"], json("u17"));
    QVERIFY(!welcome["session"].get<std::string>().empty());
  }

  void foreignOriginsAreRefused_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << QByteArray() << 101;
    QTest::newRow("localhost") << QByteArray("Origin: http://localhost\r\n") << 101;
    QTest::newRow("localhost with port") << QByteArray("Origin: http://localhost:3000\r\n") << 101;
    QTest::newRow("localhost with TLS") << QByteArray("Origin: https://localhost:8443\r\n") << 101;
    QTest::newRow("two") << QByteArray("Origin: http://localhost\r\nOrigin: https://evil.example\r\n") << 403;
    QTest::newRow("no body") << QByteArray("Content-Length: 0\r\n") << 101;
    QTest::newRow("loopback address") << QByteArray("Origin: http://127.0.0.1:8080\r\n") << 101;
    QTest::newRow("foreign") << QByteArray("Origin: https://evil.example\r\n") << 403;
    QTest::newRow("sandboxed page") << QByteArray("Origin: null\r\n") << 403;
  }
  void foreignOriginsAreRefused() {
    QFETCH(QByteArray, fields);
    QFETCH(int, status);
    RawClient client(m_node->address());
    QCOMPARE(statusOf(client.upgrade("/ws?user=a", fields.toStdString())), status);
  }

  void anyOriginIsAllowedOnlyByTheSwitch() {
    NodeConfig config = testConfig();
    config.origins = OriginRules::any();
    const auto node = startNode(config);
    RawClient client(node->address());
    QVERIFY(isAccepted(client.upgrade("/ws?user=a", "Origin: https://evil.example\r\n")));
  }

  // What a node does that others can reach (--listen 0.0.0.0:PORT) without --origin.
  void itsOwnPageIsAllowed() {
    const OriginRules rules = OriginRules::own();
    QVERIFY(rules.allows("http://chat.lan:8080", "chat.lan:8080"));
    QVERIFY(rules.allows("https://Chat.lan", "chat.lan"));
    QVERIFY(rules.allows("http://[::2]:81", "[::2]:81"));
    QVERIFY(!rules.allows("http://chat.lan:8081", "chat.lan:8080"));
    QVERIFY(!rules.allows("http://evil.example", "chat.lan"));
    QVERIFY(!rules.allows("null", "chat.lan"));
  }

  // The close takes no waiting for a close frame that can never be read.
  void afterAnErrorTheConnectionEndsAtOnce() {
    NodeConfig config = testConfig();
    config.limits.closeTimeout = std::chrono::milliseconds(60'000);
    const auto node = startNode(config);
    RawClient client(node->address());
    QVERIFY(isAccepted(client.upgrade("/ws?user=a")));
    client.sendFrame(Opcode::Text, "\xff");
    QCOMPARE(client.readCloseCode().value_or(0), std::uint16_t{1007});
    QVERIFY(client.isClosedByPeer());
  }

  void textThatCanBecomeNoUtf8IsRefusedBeforeItsEnd() {
    RawClient good(m_node->address());
    QVERIFY(isAccepted(good.upgrade("/ws?user=a")));
    for (const char* part : {"\xce", "\xba\xf4", "\x8f\xbf", "\xbf\xed\x9f", "\xbf\xe0", "\xa0"})
      good.sendFrame(part[0] == '\xce' ? Opcode::Text : Opcode::Continuation, part, false);
    good.sendFrame(Opcode::Ping, "alive");
    std::optional<RawClient::Frame> frame;
    do frame = good.readFrame();
    while (frame && frame->opcode == Opcode::Text);
    QVERIFY(frame && frame->opcode == Opcode::Pong);
    for (const char* part : {"\xce\xba\xf4\x90", "\xed\xa0", "\xc0", "\xe0\x9f", "a\x80"}) {
      RawClient bad(m_node->address());
      QVERIFY(isAccepted(bad.upgrade("/ws?user=a")));
      bad.sendFrame(Opcode::Text, part, false);
      QCOMPARE(bad.readCloseCode().value_or(0), std::uint16_t{1007});
    }
  }

  void theUserIsTakenFromQueryHeaderOrCookie_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("user");
    QTest::newRow("query") << QByteArray("/ws?x=1&user=ann") << QByteArray("X-User-ID: bob\r\n")
                           << QByteArray("ann");
    QTest::newRow("encoded") << QByteArray("/ws?user=%E7%94%A8+x") << QByteArray() << QByteArray("用 x");
    QTest::newRow("header") << QByteArray("/ws?user=") << QByteArray("X-User-ID: bob\r\nCookie: uid=eve\r\n")
                            << QByteArray("bob");
    QTest::newRow("cookie") << QByteArray("/ws") << QByteArray("Cookie: a=b; uid=eve; c=d\r\n")
                            << QByteArray("eve");
  }
  void theUserIsTakenFromQueryHeaderOrCookie() {
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, user);
    RawClient client(m_node->address());
    QVERIFY(isAccepted(client.upgrade(target.toStdString(), fields.toStdString())));
    QCOMPARE(welcomeOf(client)["user"], json(user.toStdString()));
  }

  void badUsersAreRefused() {
    for (const std::string& user :
         {std::string("a%00b"), std::string("%ff"), std::string("%zz"), std::string(129, 'x')}) {
      RawClient client(m_node->address());
      QCOMPARE(statusOf(client.upgrade("/ws?user=" + user)), 400);
    }
  }

  void guestsGetANameOfTheirOwn() {
    RawClient client(m_node->address());
    QVERIFY(isAccepted(client.upgrade("/ws")));
    QVERIFY(welcomeOf(client)["user"].get<std::string>().starts_with("guest-"));
  }

  void theSessionsApiFollowsHeaderAndQuery() {
    RawClient byHeader(m_node->address());
    (void)byHeader.upgrade("/ws?user=a&version=v1", "X-API-Version: v2\r\n");
    QCOMPARE(welcomeOf(byHeader)["api"], json("v2"));
    RawClient byQuery(m_node->address());
    (void)byQuery.upgrade("/ws?user=a&version=v2");
    QCOMPARE(welcomeOf(byQuery)["api"], json("v2"));
    RawClient byNode(m_node->address());
    (void)byNode.upgrade("/ws?user=a");
    QCOMPARE(welcomeOf(byNode)["api"], json("v1"));
  }

  void fragmentsAreJoinedAndControlFramesMayComeBetween() {
    RawClient client(m_node->address());
    (void)client.upgrade("/ws?user=a");
    client.sendFrame(Opcode::Text, "{\"type\":\"jo", false);
    client.sendFrame(Opcode::Ping, "mid");
    client.sendFrame(Opcode::Continuation, "in\",\"room\":", false);
    client.sendFrame(Opcode::Continuation, R"("r"})", true);
    QVERIFY(!client.readTextWith("\"joined\"").empty());
  }

  void pingsAreAnsweredWithTheirPayload() {
    RawClient client(m_node->address());
    (void)client.upgrade("/ws?user=a");
    (void)welcomeOf(client);
    client.sendFrame(Opcode::Ping, "abc");
    const auto pong = client.readFrame();
    QVERIFY(pong && pong->opcode == Opcode::Pong);
    QCOMPARE(pong->payload, std::string("abc"));
  }

  void whatTheRfcForbidsIsClosedWithItsCode_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto masked = [](Opcode opcode, const std::string& payload, bool fin = true) {
      return QByteArray::fromStdString(halftone::net::ws::encodeMasked(opcode, payload, 0xcafe1234, fin));
    };
    QTest::newRow("binary") << masked(Opcode::Binary, "x") << 1003;
    QTest::newRow("not masked") << QByteArray::fromStdString(halftone::net::ws::encode(Opcode::Text, "{}"))
                                << 1002;
    QTest::newRow("reserved bit") << QByteArray("\xc1\x80\x01\x02\x03\x04", 6) << 1002;
    QTest::newRow("unknown opcode") << QByteArray("\x83\x80\x01\x02\x03\x04", 6) << 1002;
    QTest::newRow("nothing to continue") << masked(Opcode::Continuation, "x") << 1002;
    QTest::newRow("message inside a message")
        << masked(Opcode::Text, "a", false) + masked(Opcode::Text, "b") << 1002;
    QTest::newRow("fragmented ping") << masked(Opcode::Ping, "x", false) << 1002;
    QTest::newRow("not UTF-8") << masked(Opcode::Text, "\xff\xfe") << 1007;
    QTest::newRow("too big") << masked(Opcode::Text, std::string(65537, ' ')) << 1009;
    QTest::newRow("too big in fragments") << masked(Opcode::Text, std::string(40000, ' '), false) +
                                                 masked(Opcode::Continuation, std::string(40000, ' '))
                                          << 1009;
    QTest::newRow("their close, answered")
        << QByteArray::fromStdString(halftone::net::ws::encodeMasked(Opcode::Close, "\x03\xe9", 7)) << 1001;
    QTest::newRow("their close without a code") << masked(Opcode::Close, "") << 1000;
  }
  void whatTheRfcForbidsIsClosedWithItsCode() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    RawClient client(m_node->address());
    QVERIFY(isAccepted(client.upgrade("/ws?user=a")));
    client.send(bytes.toStdString());
    const auto closed = client.readCloseCode();
    QVERIFY(closed);
    QCOMPARE(int(*closed), code);
  }

  void aFrameOfExactlyTheLimitIsTaken() {
    RawClient client(m_node->address());
    (void)client.upgrade("/ws?user=a");
    std::string text = "{\"type\":\"ping\",\"x\":\"";
    text += std::string(64 * 1024 - text.size() - 2, 'x') + "\"}";
    client.sendText(text);
    QVERIFY(!client.readTextWith("\"pong\"").empty());
  }

  void framesMayComeWithTheHandshake() {
    RawClient client(m_node->address());
    std::string bytes =
        "GET /ws?user=a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    bytes += halftone::net::ws::encodeMasked(Opcode::Text, R"({"type":"join","room":"r"})", 99);
    client.send(bytes);
    QVERIFY(isAccepted(client.readAnswer()));
    QVERIFY(!client.readTextWith("\"joined\"").empty());
  }

  void framesMayComeByteByByte() {
    RawClient client(m_node->address());
    (void)client.upgrade("/ws?user=a");
    const std::string frame =
        halftone::net::ws::encodeMasked(Opcode::Text, R"({"type":"join","room":"r"})", 99);
    for (const char c : frame) client.send({&c, 1});
    QVERIFY(!client.readTextWith("\"joined\"").empty());
  }

  void aSilentClientIsPingedAndThenDropped() {
    NodeConfig config = testConfig();
    config.limits.pingEvery = std::chrono::milliseconds(150);
    config.limits.silence = std::chrono::milliseconds(400);
    const auto node = startNode(config);
    RawClient client(node->address());
    (void)client.upgrade("/ws?user=a");
    (void)welcomeOf(client);
    const auto ping = client.readFrame();
    QVERIFY(ping && ping->opcode == Opcode::Ping);
    QVERIFY(client.isClosedByPeer());
    QTRY_COMPARE(node->counters().silentClosed.value(), std::uint64_t{1});
    QTRY_COMPARE(node->counters().sessions.value(), std::uint64_t{0});
  }

  void aClientThatAnswersPingsStays() {
    NodeConfig config = testConfig();
    config.limits.pingEvery = std::chrono::milliseconds(100);
    config.limits.silence = std::chrono::milliseconds(300);
    const auto node = startNode(config);
    RawClient client(node->address());
    (void)client.upgrade("/ws?user=a");
    (void)welcomeOf(client);
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < 1000;) {
      const auto frame = client.readFrame();
      QVERIFY(frame && frame->opcode == Opcode::Ping);
      client.sendFrame(Opcode::Pong, frame->payload);
    }
    QCOMPARE(node->counters().sessions.value(), std::uint64_t{1});
  }

  void aClientThatHangsUpIsForgotten() {
    {
      RawClient client(m_node->address());
      (void)client.upgrade("/ws?user=a");
      client.sendText(R"({"type":"join","room":"r"})");
      (void)client.readTextWith("\"joined\"");
      QCOMPARE(m_node->counters().sessions.value(), std::uint64_t{1});
    }
    QTRY_COMPARE(m_node->counters().sessions.value(), std::uint64_t{0});
    QTRY_COMPARE(m_node->counters().rooms.value(), std::uint64_t{0});
    QTRY_COMPARE(m_node->counters().connections.value(), std::uint64_t{0});
  }
};

HALFTONE_CHAT_TEST_MAIN(TestWebSocket)
#include "tst_websocket.moc"
