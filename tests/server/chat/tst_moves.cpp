// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "server/chat/moveorder.h"
#include "tests/server/chat/adminhttp.h"
#include "tests/server/chat/chatclient.h"
#include "tests/server/chat/rawclient.h"
#include "tests/support/consulprocess.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

namespace {

using Crowd = std::vector<std::unique_ptr<ChatClient>>;

Crowd crowd(const Node& node, int count, const std::string& room = "r") {
  Crowd clients;
  for (int i = 0; i < count; ++i)
    clients.push_back(std::make_unique<ChatClient>(node.address(), "u" + std::to_string(i)));
  for (const auto& client : clients) client->enter(room);
  return clients;
}

int closed(const Crowd& clients) {
  return static_cast<int>(
      std::count_if(clients.begin(), clients.end(), [](const auto& client) { return !client->isOpen(); }));
}

}  // namespace

class TestMoves : public QObject {
  Q_OBJECT

  Http m_http;

  json moves(const Node& node) { return m_http.get(adminUrl(node, "/v1/moves")).asJson()["moves"]; }
  Reply order(const Node& node, const json& body) { return m_http.post(adminUrl(node, "/v1/moves"), body); }

 private slots:
  void aMovedSessionResumesElsewhereWithExactlyWhatItMissed() {
    QTemporaryDir folder;
    const auto first = startNode(sqliteConfig(folder, "chat-1", "v1"));
    const auto second = startNode(sqliteConfig(folder, "chat-2", "v2"));
    ChatClient bob(second->address(), "bob");
    bob.enter("r");
    ChatClient ann(first->address(), "ann");
    const json joined = ann.enter("r");
    bob.say("r", "heard");
    QCOMPARE(ann.take("message")["seq"], json(1));
    const Reply reply = order(*first, {{"mode", "pace"}, {"perSecond", 50}, {"where", {{"user", "ann"}}}});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.asJson()["total"], json(1));
    const json reconnect = ann.take("reconnect");
    QVERIFY(reconnect["delay"].get<int>() >= 0 && reconnect["delay"].get<int>() <= 1000);
    QVERIFY(ann.waitUntilClosed());
    for (int i = 0; i < 100; ++i) bob.say("r", "missed " + std::to_string(i));
    for (int i = 0; i < 101; ++i) QVERIFY(!bob.take("message").is_null());
    ChatClient back(second->address(), "ann");
    QVERIFY(back.waitUntilGreeted());
    back.send({{"type", "resume"},
               {"token", ann.greeting()["resume"]},
               {"rooms", json::array({{{"room", "r"}, {"epoch", joined["epoch"]}, {"seq", 1}}})}});
    QCOMPARE(back.take("resumed")["recovered"], json(true));
    QCOMPARE(back.take("joined")["recovered"], json(true));
    bob.say("r", "live");
    for (int i = 0; i < 100; ++i) QCOMPARE(back.take("message")["text"], json("missed " + std::to_string(i)));
    QCOMPARE(back.take("message")["text"], json("live"));
    QTRY_COMPARE(moves(*first)[0]["state"], json("done"));
    QCOMPARE(moves(*first)[0]["moved"], json(1));
  }

  // With a client of our own: Qt's takes 1012 (IANA registry, "service restart") for a protocol error.
  void aMovedSessionIsToldToComeBackThenClosedWith1012() {
    const auto node = startNode(testConfig());
    RawClient client(node->address());
    QVERIFY(client.upgrade("/ws?user=ann").starts_with("HTTP/1.1 101"));
    QVERIFY(!client.readTextWith("welcome").empty());
    QCOMPARE(order(*node, {{"mode", "pace"}, {"perSecond", 50}, {"reason", "new version"}}).status, 200);
    QVERIFY(!client.readTextWith("reconnect").empty());
    const auto close = client.readFrame();
    QVERIFY(close && close->opcode == net::ws::Opcode::Close);
    QCOMPARE(close->closeCode(), std::uint16_t{1012});
    QCOMPARE(close->payload.substr(2), std::string("new version"));
  }

  void aPaceIsKept() {
    const auto node = startNode(testConfig());
    const Crowd clients = crowd(*node, 30);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(order(*node, {{"mode", "pace"}, {"perSecond", 20}}).status, 200);
    QTRY_COMPARE(closed(clients), 30);
    // 30 at 20 a second with a quarter of jitter: never much sooner than 1.4 s, on whatever machine.
    QVERIFY2(timer.elapsed() > 1000, std::to_string(timer.elapsed()).c_str());
    QCOMPARE(node->counters().moved.value(), std::uint64_t{30});
  }

  void aDeadlineSpreadsTheMovesAndIsMet() {
    const auto node = startNode(testConfig());
    const Crowd clients = crowd(*node, 20);
    const json begun = order(*node, {{"mode", "deadline"}, {"withinMs", 1500}, {"spreadMs", 0}}).asJson();
    const auto length = begun["endsAt"].get<std::int64_t>() - begun["startedAt"].get<std::int64_t>();
    QVERIFY2(length > 1200 && length < 1800, std::to_string(length).c_str());
    QTRY_VERIFY(closed(clients) > 0);
    QVERIFY(closed(clients) < 20);
    QTRY_COMPARE(closed(clients), 20);
    QTRY_COMPARE(moves(*node)[0]["state"], json("done"));
    const json done = moves(*node)[0];
    QVERIFY(done["endsAt"].get<std::int64_t>() - done["startedAt"].get<std::int64_t>() < 4000);
  }

  void keepMovesNobodyAndTellsWhoIsLeft() {
    const auto node = startNode(testConfig());
    Crowd clients = crowd(*node, 3);
    QCOMPARE(order(*node, {{"mode", "keep"}}).asJson()["left"], json(3));
    clients.pop_back();
    QTRY_COMPARE(moves(*node)[0]["gone"], json(1));
    QCOMPARE(closed(clients), 0);
    QVERIFY(!moves(*node)[0].contains("endsAt"));
    clients.clear();
    QTRY_COMPARE(moves(*node)[0]["state"], json("done"));
  }

  void onlyThoseWhoAreMeantAreMoved() {
    const auto node = startNode(testConfig("chat-1", "v1"));
    const Crowd red = crowd(*node, 8, "red");
    const Crowd blue = crowd(*node, 4, "blue");
    const json fast{{"mode", "pace"}, {"perSecond", 1000}};
    json elsewhere = fast;
    elsewhere["where"] = {{"version", "v2"}};
    QCOMPARE(order(*node, elsewhere).asJson()["total"], json(0));
    elsewhere["where"] = {{"node", "chat-2"}};
    QCOMPARE(order(*node, elsewhere).asJson()["total"], json(0));
    json half = fast;
    half["where"] = {{"room", "red"}, {"share", 0.5}, {"version", "v1"}};
    QCOMPARE(order(*node, half).asJson()["total"], json(4));
    QTRY_COMPARE(closed(red), 4);
    QCOMPARE(closed(blue), 0);
  }

  void aListOfSessionsIsMovedOrKicked() {
    const auto node = startNode(testConfig());
    const Crowd clients = crowd(*node, 6);
    const json sessions = m_http.get(adminUrl(*node, "/v1/sessions")).asJson()["sessions"];
    const json two = json::array({sessions[0]["id"], sessions[1]["id"]});
    const json one = json::array({sessions[2]["id"], "s-nobody"});
    const json begun =
        order(*node, {{"mode", "pace"}, {"perSecond", 1000}, {"where", {{"sessions", two}}}}).asJson();
    QCOMPARE(begun["total"], json(2));
    QCOMPARE(begun["where"]["sessions"], json(2));
    QTRY_COMPARE(closed(clients), 2);
    const Reply kicked = m_http.post(adminUrl(*node, "/v1/kick"), {{"where", {{"sessions", one}}}});
    QCOMPARE(kicked.asJson()["kicked"], json(1));
    QTRY_COMPARE(closed(clients), 3);
    QCOMPARE(order(*node, {{"mode", "keep"}, {"where", {{"sessions", json::array()}}}}).status, 400);
  }

  void aMoveCanBeCancelled() {
    const auto node = startNode(testConfig());
    const Crowd clients = crowd(*node, 5);
    const std::string id = order(*node, {{"mode", "pace"}, {"perSecond", 0.1}}).asJson()["id"];
    const Reply reply = m_http.remove(adminUrl(*node, "/v1/moves/" + id));
    QCOMPARE(reply.asJson()["state"], json("cancelled"));
    QVERIFY(reply.asJson()["left"].get<int>() >= 4);
    QCOMPARE(m_http.remove(adminUrl(*node, "/v1/moves/m99")).status, 404);
  }

  void aKickedSessionIsTurnedOutForGood() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    ChatClient bob(node->address(), "bob");
    bob.enter("r");
    const Reply reply = m_http.post(adminUrl(*node, "/v1/kick"),
                                    {{"where", {{"user", "ann"}}}, {"code", 4403}, {"reason", "spam"}});
    QCOMPARE(reply.asJson()["kicked"], json(1));
    QVERIFY(ann.waitUntilClosed());
    QCOMPARE(ann.closeCode(), 4403);
    QCOMPARE(ann.socket().closeReason(), QStringLiteral("spam"));
    QVERIFY(bob.isOpen());
    ChatClient back(node->address(), "ann");
    QVERIFY(back.waitUntilGreeted());
    back.send({{"type", "resume"}, {"token", ann.greeting()["resume"]}, {"rooms", json::array()}});
    QCOMPARE(back.take("resumed")["recovered"], json(false));
  }

  void maintenanceKeepsWhoIsHereAndTakesNobodyNew() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    const QUrl state = adminUrl(*node, "/v1/state");
    QCOMPARE(m_http.putJson(state, {{"state", "maintenance"}, {"reason", "new disk"}}).status, 200);
    QCOMPARE(m_http.get(state).asJson()["reason"], json("new disk"));
    QCOMPARE(m_http.get(adminUrl(*node, "/health")).status, 503);
    QCOMPARE(m_http.get(adminUrl(*node, "/health")).asJson()["status"], json("maintenance"));
    RawClient client(node->address());
    QVERIFY(client.get("/health").starts_with("HTTP/1.1 503"));
    RawClient newcomer(node->address());
    const std::string refusal = newcomer.upgrade("/ws?user=bob");
    QVERIFY(refusal.starts_with("HTTP/1.1 503"));
    QVERIFY(refusal.find("Retry-After") != std::string::npos);
    ann.say("r", "still here");
    QCOMPARE(ann.take("message")["text"], json("still here"));
    QCOMPARE(m_http.putJson(state, {{"state", "serving"}}).status, 200);
    QCOMPARE(m_http.get(adminUrl(*node, "/health")).status, 200);
    ChatClient bob(node->address(), "bob");
    QVERIFY(!bob.enter("r").is_null());
  }

  void drainingMovesEverybodyAtThePaceThatWasOrdered() {
    const auto node = startNode(testConfig());
    const Crowd clients = crowd(*node, 10);
    const Reply reply = m_http.putJson(
        adminUrl(*node, "/v1/state"),
        {{"state", "draining"}, {"mode", "deadline"}, {"withinMs", 300}, {"reason", "new version"}});
    QCOMPARE(reply.asJson()["total"], json(10));
    QTRY_COMPARE(closed(clients), 10);
    QCOMPARE(m_http.get(adminUrl(*node, "/v1/sessions")).asJson()["state"], json("draining"));
    QCOMPARE(m_http.get(adminUrl(*node, "/v1/sessions")).asJson()["moves"][0]["moved"], json(10));
  }

  void whoServesAgainDrainsNoMore() {
    const auto node = startNode(testConfig());
    const Crowd clients = crowd(*node, 4);
    const QUrl state = adminUrl(*node, "/v1/state");
    const json drain{{"state", "draining"}, {"mode", "pace"}, {"perSecond", 0.01}};
    QCOMPARE(m_http.putJson(state, drain).asJson()["total"], json(4));
    QCOMPARE(m_http.putJson(state, {{"state", "serving"}}).status, 200);
    QCOMPARE(moves(*node)[0]["state"], json("cancelled"));
    QVERIFY(closed(clients) <= 1);
    ChatClient bob(node->address(), "bob");
    QVERIFY(!bob.enter("r").is_null());
  }

  void aDrainTakesThePlaceOfTheOneBefore() {
    const auto node = startNode(testConfig());
    const Crowd clients = crowd(*node, 2);
    const QUrl state = adminUrl(*node, "/v1/state");
    for (int i = 0; i < 60; ++i) QCOMPARE(m_http.putJson(state, {{"state", "draining"}}).status, 200);
    const json all = moves(*node);
    QCOMPARE(std::count_if(all.begin(), all.end(),
                           [](const json& move) { return move["state"] == json("running"); }),
             1);
    QCOMPARE(all[0]["state"], json("running"));
    QCOMPARE(closed(clients), 0);
  }

  void theRegistryHearsOfMaintenanceAtOnce() {
    test::ConsulProcess consul;
    QVERIFY(consul.start());
    NodeConfig config = testConfig("chat 9", "v2");
    config.consul = consul::Endpoint{consul.url(), {}, {}};
    config.checkInterval = std::chrono::milliseconds(60'000);
    const auto node = startNode(config);
    QUrl url = consul.url();
    url.setPath(QStringLiteral("/v1/health/service/chat"));
    const auto notes = [&] {
      std::string all;
      for (const json& entry : m_http.get(url).asJson())
        for (const json& check : entry["Checks"]) all += check["Notes"].get<std::string>();
      return all;
    };
    QTRY_COMPARE_WITH_TIMEOUT(m_http.get(url).asJson().size(), std::size_t{1}, 20000);
    QCOMPARE(
        m_http.putJson(adminUrl(*node, "/v1/state"), {{"state", "maintenance"}, {"reason", "a disk"}}).status,
        200);
    QTRY_COMPARE(notes(), std::string("a disk"));
    QCOMPARE(m_http.putJson(adminUrl(*node, "/v1/state"), {{"state", "serving"}}).status, 200);
    QTRY_COMPARE(notes(), std::string());
    QVERIFY(stopNode(*node));
  }

  void wrongOrdersAreRefusedAndNameThePlace() {
    const std::pair<const char*, const char*> wrong[] = {
        {"", ""},
        {"[]", ""},
        {"{\"mode\":\"pace\"}", "/perSecond"},
        {"{\"mode\":\"deadline\"}", "/withinMs"},
        {"{\"mode\":\"fast\"}", "/mode"},
        {"{\"perSecond\":0}", "/perSecond"},
        {"{\"perSecond\":1,\"jitter\":2}", "/jitter"},
        {"{\"perSecond\":1,\"where\":[]}", "/where"},
        {"{\"perSecond\":1,\"where\":{\"share\":0}}", "/where/share"},
        {"{\"perSecond\":1,\"where\":{\"rooms\":1}}", "/where"},
        {"{\"perSecond\":1,\"where\":{\"session\":\"\"}}", "/where/session"},
        {"{\"perSecond\":1,\"where\":{\"user\":\"\"}}", "/where/user"},
        {"{\"perSecond\":1,\"where\":{\"room\":\"\"}}", "/where/room"},
        {"{\"perSecond\":1,\"where\":{\"version\":\"\"}}", "/where/version"},
        {"{\"perSecond\":1,\"where\":{\"node\":\"\"}}", "/where/node"},
        {"{\"perSecond\":1,\"more\":1}", ""},
    };
    for (const auto& [text, place] : wrong) {
      const auto order = readMoveOrder(text);
      QVERIFY2(!order, text);
      QCOMPARE(order.error().place, std::string(place));
    }
    QVERIFY(!readKickOrder("{\"code\":4001}"));
    QVERIFY(!readKickOrder("{\"where\":{\"user\":\"a\"},\"code\":1000}"));
    QVERIFY(!readStateOrder("{\"state\":\"asleep\"}"));
    QVERIFY(!readStateOrder("{}"));
  }
};

HALFTONE_CHAT_TEST_MAIN(TestMoves)
#include "tst_moves.moc"
