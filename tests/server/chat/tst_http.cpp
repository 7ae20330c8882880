// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/server/chat/jsoncompare.h"
#include "tests/server/chat/rawclient.h"
#include "tests/server/chat/testnode.h"

using namespace halftone::chat;
using namespace halftone::chat::testing;
using nlohmann::json;

namespace {

int statusOf(const std::string& answer) {
  return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}
json bodyOf(const std::string& answer) {
  return json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
}

// Says `count` messages, "m1" and so on, in a room.
void fill(Node& node, const std::string& room, int count) {
  RawClient client(node.address());
  (void)client.upgrade("/ws?user=ann");
  client.sendText(R"({"type":"join","room":")" + room + R"("})");
  (void)client.readTextWith("\"joined\"");
  for (int i = 1; i <= count; ++i) {
    client.sendText(R"({"type":"say","room":")" + room + R"(","text":"m)" + std::to_string(i) + R"("})");
  }
  QVERIFY(!client.readTextWith("\"m" + std::to_string(count) + "\"").empty());
}

}  // namespace

class TestHttp : public QObject {
  Q_OBJECT

 private slots:
  void thePageTellsNodeAndVersion() {
    const auto node = startNode(testConfig("chat-7", "v2"));
    RawClient client(node->address());
    const std::string answer = client.get("/");
    QCOMPARE(statusOf(answer), 200);
    QVERIFY(answer.find("Content-Type: text/html; charset=utf-8\r\n") != std::string::npos);
    QVERIFY(answer.find(R"({"node":"chat-7","version":"v2"})") != std::string::npos);
    QVERIFY(answer.find("new WebSocket") != std::string::npos);
  }

  void versionAndHealthAreJson() {
    const auto node = startNode(testConfig("chat-7", "v2"));
    RawClient client(node->address());
    const json version = bodyOf(client.get("/api/version"));
    QCOMPARE(version["version"], json("v2"));
    QCOMPARE(version["node"], json("chat-7"));
    const std::string health = client.get("/health");
    QCOMPARE(statusOf(health), 200);
    QCOMPARE(bodyOf(health)["status"], json("ok"));
  }

  void errorsAreJson_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    QTest::newRow("no such page") << QByteArray("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n") << 404;
    QTest::newRow("wrong method") << QByteArray("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n") << 405;
    QTest::newRow("history without room")
        << QByteArray("GET /api/v1/history HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
    QTest::newRow("history, bad page")
        << QByteArray("GET /api/v2/history?room=r&limit=0 HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
    QTest::newRow("upgrade without headers") << QByteArray("GET /ws HTTP/1.1\r\nHost: a\r\n\r\n") << 426;
    QTest::newRow("post to ws") << QByteArray("POST /ws HTTP/1.1\r\nHost: a\r\n\r\n") << 405;
    QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("not http") << QByteArray("HELLO\r\n\r\n") << 400;
    QTest::newRow("http 3") << QByteArray("GET / HTTP/3.0\r\nHost: a\r\n\r\n") << 505;
    QTest::newRow("bad escape in room")
        << QByteArray("GET /api/v1/history?room=%zz HTTP/1.1\r\nHost: a\r\n\r\n") << 400;
  }
  void errorsAreJson() {
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    client.send(head.toStdString());
    const std::string answer = client.readAnswer();
    QCOMPARE(statusOf(answer), status);
    QVERIFY(bodyOf(answer).contains("error"));
  }

  void headHasTheLengthButNoBody() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    client.send("HEAD /api/version HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(client.readAnswer(true).find("Content-Length: 4") != std::string::npos);
    QCOMPARE(bodyOf(client.get("/api/version"))["version"], json("v1"));
  }

  void aTargetMayNameSchemeAndHost() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    client.send("GET http://a/health HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(statusOf(client.readAnswer()), 200);
  }

  void onlyGetOpensAWebSocket() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    client.send("HEAD /ws HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(client.readAnswer(true).find("Allow: GET\r\n") != std::string::npos);
  }

  void pipelinedRequestsAreAnsweredInOrder() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    std::string requests;
    for (int i = 0; i < 20; ++i) {
      requests += "GET /api/version HTTP/1.1\r\nHost: a\r\n\r\nGET /api/v2/history?room=r" +
                  std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }
    client.send(requests);
    for (int i = 0; i < 20; ++i) {
      QCOMPARE(bodyOf(client.readAnswer())["version"], json("v1"));
      QCOMPARE(bodyOf(client.readAnswer())["room"], json("r" + std::to_string(i)));
    }
  }

  void aRequestMayComeByteByByte() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    for (const char c : std::string("GET /api/version HTTP/1.1\r\nHost: a\r\n\r\n")) client.send({&c, 1});
    QCOMPARE(statusOf(client.readAnswer()), 200);
  }

  void connectionCloseIsObeyed() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    QCOMPARE(statusOf(client.get("/health", "Connection: close\r\n")), 200);
    QVERIFY(client.isClosedByPeer());
  }

  void anAnswerIsNotLostToABodyThatNobodyReads() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + std::string(200000, 'x'));
    QCOMPARE(statusOf(client.readAnswer()), 405);
  }

  void aHeadOverTheLimitIsRefused() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(70000, 'x') + "\r\n\r\n");
    QCOMPARE(statusOf(client.readAnswer()), 431);
  }

  void aRequestThatNeverEndsTimesOut() {
    NodeConfig config = testConfig();
    config.limits.headTimeout = std::chrono::milliseconds(200);
    const auto node = startNode(config);
    RawClient client(node->address());
    client.send("GET / HTTP/1.1\r\n");
    QCOMPARE(statusOf(client.readAnswer()), 408);
    QVERIFY(client.isClosedByPeer());
  }

  void anIdleConnectionIsClosed() {
    NodeConfig config = testConfig();
    config.limits.idleTimeout = std::chrono::milliseconds(200);
    const auto node = startNode(config);
    RawClient client(node->address());
    QCOMPARE(statusOf(client.get("/health")), 200);
    QVERIFY(client.isClosedByPeer());
  }

  void v1HistoryIsTheNewestInOnePiece() {
    const auto node = startNode(testConfig("chat-1", "v1"));
    fill(*node, "r", 60);
    RawClient client(node->address());
    const json page = bodyOf(client.get("/api/v1/history?room=r&limit=5&before=10"));
    QCOMPARE(page["messages"].size(), std::size_t{50});
    QCOMPARE(page["messages"][0]["text"], json("m11"));
    QCOMPARE(page["messages"][49]["text"], json("m60"));
    QVERIFY(!page["messages"][0].contains("id"));
    QVERIFY(!page.contains("hasMore"));
  }

  void v2HistoryIsPaged() {
    const auto node = startNode(testConfig("chat-1", "v2"));
    fill(*node, "r", 25);
    RawClient client(node->address());
    std::vector<std::string> texts;
    std::string before;
    for (int page = 0; page < 3; ++page) {
      const json body = bodyOf(client.get("/api/v2/history?room=r&limit=10" + before));
      QCOMPARE(body["hasMore"].get<bool>(), page < 2);
      std::vector<std::string> older;
      for (const json& message : body["messages"]) {
        older.push_back(message["text"]);
        QCOMPARE(message["version"], json("v2"));
        QCOMPARE(message["edited"], json(false));
      }
      texts.insert(texts.begin(), older.begin(), older.end());
      if (page < 2) before = "&before=" + std::to_string(body["before"].get<int>());
    }
    QCOMPARE(texts.size(), std::size_t{25});
    for (std::size_t i = 0; i < texts.size(); ++i) QCOMPARE(texts[i], "m" + std::to_string(i + 1));
  }

  void theApiIsChosenByHeaderThenQueryThenPolicyElseV1_data() {
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("isV2");
    const auto row = [](const char* name, const char* version, const char* target, const char* fields,
                        bool isV2) {
      QTest::newRow(name) << QByteArray(version) << QByteArray(target) << QByteArray(fields) << isV2;
    };
    row("no policy, node v1", "v1", "/api/history?room=r", "", false);
    row("no policy, node v2", "v2", "/api/history?room=r", "", false);
    row("query", "v1", "/api/history?room=r&version=v2", "", true);
    row("header over query", "v1", "/api/history?room=r&version=v2", "X-API-Version: v1\r\n", false);
    row("header", "v1", "/api/history?room=r", "X-API-Version: v2\r\n", true);
    row("path over all", "v2", "/api/v1/history?room=r&version=v2", "X-API-Version: v2\r\n", false);
  }
  void theApiIsChosenByHeaderThenQueryThenPolicyElseV1() {
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, fields);
    QFETCH(bool, isV2);
    const auto node = startNode(testConfig("chat-1", version.toStdString()));
    RawClient client(node->address());
    QCOMPARE(bodyOf(client.get(target.toStdString(), fields.toStdString())).contains("hasMore"), isV2);
  }

  void aFullNodeStillAnswersHealthAndSaysWhenToRetry() {
    NodeConfig config = testConfig();
    config.limits.maxSessions = 1;
    const auto node = startNode(config);
    RawClient first(node->address());
    QCOMPARE(statusOf(first.upgrade("/ws?user=a")), 101);
    RawClient second(node->address());
    const std::string refusal = second.upgrade("/ws?user=b");
    QCOMPARE(statusOf(refusal), 503);
    QVERIFY(refusal.find("Retry-After: ") != std::string::npos);
    RawClient third(node->address());
    QCOMPARE(statusOf(third.get("/health")), 200);
  }
};

HALFTONE_CHAT_TEST_MAIN(TestHttp)
#include "tst_http.moc"
