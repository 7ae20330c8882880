// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "server/chat/sessionframe.h"
#include "tests/server/chat/adminhttp.h"
#include "tests/server/chat/chatclient.h"
#include "tests/server/chat/rawclient.h"
#include "tests/server/chat/testnode.h"
#include "tests/support/consulprocess.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

namespace {

// A reader of the node's stream.
class Stream : public QObject {
 public:
  explicit Stream(const Node& node) {
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
      frames.push_back(json::parse(text.toStdString(), nullptr, false));
    });
    QUrl url = adminUrl(node, "/v1/stream");
    url.setScheme(QStringLiteral("ws"));
    m_socket.open(url);
  }
  // The sessions as a reader of the stream knows them.
  [[nodiscard]] std::map<std::string, json> sessions() const {
    std::map<std::string, json> known;
    for (const json& frame : frames) {
      if (frame["full"].get<bool>()) known.clear();
      for (const json& session : frame["sessions"]) known[session["id"]] = session;
      for (const json& id : frame["closed"]) known.erase(id.get<std::string>());
    }
    return known;
  }
  std::deque<json> frames;

 private:
  QWebSocket m_socket;
};

int statusOf(const std::string& answer) {
  return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}

}  // namespace

class TestAdmin : public QObject {
  Q_OBJECT

  Http m_http;

 private slots:
  void healthAndMetricsTellTheState() {
    const auto node = startNode(testConfig("chat-1", "v2"));
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    const Reply health = m_http.get(adminUrl(*node, "/health"));
    QCOMPARE(health.status, 200);
    QCOMPARE(health.asJson()["sessions"], json(1));
    const Reply metrics = m_http.get(adminUrl(*node, "/metrics"));
    QCOMPARE(metrics.status, 200);
    QVERIFY(metrics.body.find("halftone_chat_sessions{node=\"chat-1\",version=\"v2\"} 1\n") !=
            std::string::npos);
    QVERIFY(metrics.body.find("# TYPE halftone_chat_messages_in_total counter\n") != std::string::npos);
  }

  void healthTellsLatencyQueueAndDiskOfTheStore() {
    const QTemporaryDir folder;
    const auto node = startNode(sqliteConfig(folder, "chat-1", "v1"));
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    const Reply health = m_http.get(adminUrl(*node, "/health"));
    QCOMPARE(health.status, 200);
    const json told = health.asJson();
    QVERIFY(told["backplane"]["latencyMs"].is_number());
    QVERIFY(told["backplane"]["waitingMs"].is_number());
    QVERIFY(told["backplane"]["queued"].is_number());
    QVERIFY(told["disk"]["freeBytes"].get<std::uint64_t>() > 0);
    QVERIFY(told["disk"]["freeBytes"] <= told["disk"]["totalBytes"]);
    QVERIFY(!told.contains("reason"));
  }

  void aStoreWhoseDiskIsNearlyFullMakesTheNodeUnhealthy() {
    const QTemporaryDir folder;
    NodeConfig config = sqliteConfig(folder, "chat-1", "v1");
    config.limits.minFreeBytes = 1ULL << 60;
    const auto node = startNode(std::move(config));
    const Reply health = m_http.get(adminUrl(*node, "/health"));
    QCOMPARE(health.status, 503);
    QCOMPARE(health.asJson()["status"], json("failing"));
    QVERIFY(health.asJson()["reason"].get<std::string>().find("disk") != std::string::npos);
    RawClient client(node->address());
    QCOMPARE(statusOf(client.get("/health")), 503);
  }

  void sessionsTellEverythingOfOne() {
    const auto node = startNode(testConfig("chat-1", "v1"));
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    ann.say("r", "x");
    QVERIFY(!ann.take("message").is_null());
    const json frame = m_http.get(adminUrl(*node, "/v1/sessions")).asJson();
    QCOMPARE(frame["type"], json("sessions"));
    QCOMPARE(frame["full"], json(true));
    QCOMPARE(frame["node"], json("chat-1"));
    QCOMPARE(frame["version"], json("v1"));
    QCOMPARE(frame["open"], json(1));
    QCOMPARE(frame["messagesIn"], json(1));
    QCOMPARE(frame["messagesOut"], json(1));
    const json session = frame["sessions"][0];
    QCOMPARE(session["id"], ann.greeting()["session"]);
    QCOMPARE(session["user"], json("ann"));
    QCOMPARE(session["rooms"], json({"r"}));
    QCOMPARE(session["messages"], json(1));
    QVERIFY(session["lastActive"].get<qint64>() >= session["since"].get<qint64>());
    QCOMPARE(session["address"], json("127.0.0.1:" + std::to_string(ann.socket().localPort())));
    QVERIFY(frame.dump().find(ann.greeting()["resume"].get<std::string>()) == std::string::npos);
  }

  void theStreamFollowsWhoComesAndGoes() {
    const auto node = startNode(testConfig());
    auto ann = std::make_unique<ChatClient>(node->address(), "ann");
    QVERIFY(ann->waitUntilGreeted());
    const Stream stream(*node);
    QTRY_VERIFY(!stream.frames.empty());
    QCOMPARE(stream.frames.front()["full"], json(true));
    QCOMPARE(stream.sessions().size(), std::size_t{1});
    ChatClient bob(node->address(), "bob");
    bob.enter("r");
    const std::string id = bob.greeting()["session"];
    QTRY_VERIFY(stream.sessions().contains(id) && stream.sessions().at(id)["rooms"] == json({"r"}));
    ann.reset();
    QTRY_COMPARE(stream.sessions().size(), std::size_t{1});
    QCOMPARE(stream.frames.back()["full"], json(false));
  }

  void aLongListComesInPieces() {
    SessionsSnapshot snapshot;
    snapshot.full = true;
    for (int i = 0; i < 5; ++i)
      snapshot.sessions.push_back({"s" + std::to_string(i), "u", "n", "v1", {}, 0, 0, 0, "", ""});
    const auto frames = writeFullFrames({"n", "v1", "e"}, snapshot, 2);
    QCOMPARE(frames.size(), std::size_t{3});
    QCOMPARE(json::parse(frames[0])["full"], json(true));
    QCOMPARE(json::parse(frames[1])["full"], json(false));
    QCOMPARE(json::parse(frames[2])["sessions"].size(), std::size_t{1});
  }

  void faultsAreSetAndTold() {
    const auto node = startNode(testConfig());
    QCOMPARE(m_http.get(adminUrl(*node, "/v1/faults")).asJson(), json({{"errorRate", 0}, {"latencyMs", 0}}));
    QCOMPARE(m_http.put(adminUrl(*node, "/v1/faults"), R"({"errorRate":0.25,"latencyMs":30})").status, 200);
    QCOMPARE(m_http.get(adminUrl(*node, "/v1/faults")).asJson(),
             json({{"errorRate", 0.25}, {"latencyMs", 30}}));
    for (const char* wrong : {"", "[]", R"({"errorRate":1.1})", R"({"errorRate":"x"})",
                              R"({"latencyMs":10001})", R"({"other":1})"}) {
      QCOMPARE(m_http.put(adminUrl(*node, "/v1/faults"), wrong).status, 400);
    }
    QCOMPARE(m_http.get(adminUrl(*node, "/nothing")).status, 404);
    QCOMPARE(m_http.put(adminUrl(*node, "/health"), "").status, 405);
  }

  void anErrorRateFailsItsShareButNeverHealth() {
    const auto node = startNode(testConfig());
    QCOMPARE(m_http.put(adminUrl(*node, "/v1/faults"), R"({"errorRate":0.5})").status, 200);
    RawClient client(node->address());
    int failed = 0;
    for (int i = 0; i < 400; ++i) failed += statusOf(client.get("/api/version")) == 500 ? 1 : 0;
    // Binomial of 400 and 0.5: 10 is one standard deviation; 5 of them either way.
    QVERIFY2(failed > 150 && failed < 250, std::to_string(failed).c_str());
    for (int i = 0; i < 100; ++i) QCOMPARE(statusOf(client.get("/health")), 200);
    QCOMPARE(m_http.put(adminUrl(*node, "/v1/faults"), R"({"errorRate":1})").status, 200);
    RawClient upgrade(node->address());
    QCOMPARE(statusOf(upgrade.upgrade("/ws?user=a")), 500);
  }

  void latencyIsAddedToAnswersAndMessagesButNeverHealth() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    QCOMPARE(m_http.put(adminUrl(*node, "/v1/faults"), R"({"latencyMs":300})").status, 200);
    RawClient client(node->address());
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(statusOf(client.get("/api/version")), 200);
    QVERIFY(timer.elapsed() >= 300);
    timer.restart();
    QCOMPARE(statusOf(client.get("/health")), 200);
    QVERIFY(timer.elapsed() < 300);
    timer.restart();
    for (int i = 1; i <= 20; ++i) ann.say("r", std::to_string(i));
    QCOMPARE(ann.take("message")["text"], json("1"));
    QVERIFY(timer.elapsed() >= 290);  // the message left before the timer of this thread was read
    // Taken away, the order of what is still held back stays.
    QCOMPARE(m_http.put(adminUrl(*node, "/v1/faults"), R"({"latencyMs":0})").status, 200);
    ann.say("r", "21");
    for (int i = 2; i <= 21; ++i) QCOMPARE(ann.take("message")["text"], json(std::to_string(i)));
  }

  void requestsHeldBackAreAnsweredInOrder() {
    const auto node = startNode(testConfig());
    QCOMPARE(m_http.put(adminUrl(*node, "/v1/faults"), R"({"latencyMs":20})").status, 200);
    RawClient client(node->address());
    std::string requests;
    for (int i = 0; i < 5; ++i)
      requests += "GET /api/v2/history?room=r" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(requests);
    for (int i = 0; i < 5; ++i)
      QVERIFY(client.readAnswer().find("\"r" + std::to_string(i) + "\"") != std::string::npos);
  }

  void theNodeRegistersItselfInConsulAndLeaves() {
    test::ConsulProcess consul;
    QVERIFY(consul.start());
    NodeConfig config = testConfig("chat-9", "v2");
    config.consul = consul::Endpoint{consul.url(), {}, {}};
    config.checkInterval = std::chrono::milliseconds(200);
    const auto node = startNode(config);
    QUrl url = consul.url();
    url.setPath(QStringLiteral("/v1/health/service/chat"));
    url.setQuery(QStringLiteral("passing"));
    QTRY_COMPARE_WITH_TIMEOUT(m_http.get(url).asJson().size(), std::size_t{1}, 20000);
    const json service = m_http.get(url).asJson()[0]["Service"];
    QCOMPARE(service["ID"], json("chat-9"));
    QCOMPARE(service["Port"], json(node->address().port()));
    QCOMPARE(service["Meta"]["version"], json("v2"));
    QCOMPARE(service["Meta"]["admin"], json("http://" + node->adminAddress().toString()));
    QVERIFY(stopNode(*node));
    QCOMPARE(m_http.get(url).asJson().size(), std::size_t{0});
  }
};

HALFTONE_CHAT_TEST_MAIN(TestAdmin)
#include "tst_admin.moc"
