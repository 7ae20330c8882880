// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/chat/rememberedhead.h"
#include "tests/server/chat/adminhttp.h"
#include "tests/server/chat/chatclient.h"
#include "tests/server/chat/nodeprocess.h"
#include "tests/support/consulprocess.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

namespace {

net::RequestHead parsed(const std::string& text) {
  net::RequestHead head;
  (void)net::parseRequestHead(text, head);
  return head;
}

}  // namespace

class TestDrift : public QObject {
  Q_OBJECT

  Http m_http;
  std::unique_ptr<test::ConsulProcess> m_consul;
  QTemporaryDir m_folder;
  std::unique_ptr<Node> m_first;
  std::unique_ptr<Node> m_second;

  std::unique_ptr<Node> start(const std::string& name, const std::string& version) {
    NodeConfig config = sqliteConfig(m_folder, name, version);
    config.consul = consul::Endpoint{m_consul->url(), {}, {}};
    config.checkInterval = std::chrono::milliseconds(200);
    config.trusted = parseTrusted("127.0.0.0/8").value();
    return startNode(config);
  }
  void publish(const json& policy) {
    QUrl url = m_consul->url();
    url.setPath(QStringLiteral("/v1/kv/halftone/policies/chat"));
    QCOMPARE(m_http.putJson(url, policy).status, 200);
  }
  json drift(const Node& node) { return m_http.get(adminUrl(node, "/v1/drift")).asJson(); }
  int placed(const Node& node, int version) {
    const json known = drift(node)["versions"];
    return known.size() == 2 ? known[static_cast<std::size_t>(version)]["placed"].get<int>() : -1;
  }
  json moves(const Node& node) { return m_http.get(adminUrl(node, "/v1/moves")).asJson()["moves"]; }

 private slots:
  void initTestCase() {
    m_consul = std::make_unique<test::ConsulProcess>();
    QVERIFY(m_consul->start());
    m_first = start("chat-1", "v1");
    m_second = start("chat-2", "v2");
    publish(policyWith(0));
    QTRY_COMPARE_WITH_TIMEOUT(drift(*m_first)["policy"]["state"], json("ok"), 20000);
    ChatClient probe(m_first->address(), "probe");
    QVERIFY(probe.waitUntilGreeted());
    QTRY_COMPARE_WITH_TIMEOUT(placed(*m_first, 0), 1, 20000);
  }

  void aPublishShowsTheDriftOfTheOpenSessions() {
    std::vector<std::unique_ptr<ChatClient>> crowd;
    for (int i = 0; i < 40; ++i)
      crowd.push_back(std::make_unique<ChatClient>(m_first->address(), "u" + std::to_string(i)));
    for (const auto& client : crowd) QVERIFY(client->waitUntilGreeted());
    QTRY_COMPARE(placed(*m_first, 0), 40);
    QCOMPARE(drift(*m_first)["misplaced"], json(0));
    publish(policyWith(50));
    QTRY_VERIFY(drift(*m_first)["misplaced"].get<int>() > 0);
    const json half = drift(*m_first);
    // The bucket of each user decides: about a half of them.
    QVERIFY2(half["misplaced"] > 8 && half["misplaced"] < 32, half.dump().c_str());
    QCOMPARE(half["versions"][1], json({{"version", "v2"}, {"wanted", 5000}, {"placed", half["misplaced"]}}));
    QCOMPARE(half["version"], json("v1"));
    QCOMPARE(half["unplaced"], json(0));
    publish(policyWith(100));
    QTRY_COMPARE(drift(*m_first)["misplaced"], json(40));
    const json frame = m_http.get(adminUrl(*m_first, "/v1/sessions")).asJson();
    QCOMPARE(frame["drift"]["misplaced"], json(40));
    crowd.resize(10);
    QTRY_COMPARE(drift(*m_first)["misplaced"], json(10));
    // Nobody is moved: the policy says nothing of it.
    for (const auto& client : crowd) QVERIFY(client->isOpen());
    const json begun =
        m_http
            .post(adminUrl(*m_first, "/v1/moves"),
                  {{"mode", "pace"}, {"perSecond", 100}, {"where", {{"placedElsewhere", true}}}})
            .asJson();
    QCOMPARE(begun["total"], json(10));
    QVERIFY(begun["endsAt"].get<std::int64_t>() > begun["startedAt"].get<std::int64_t>());
    QTRY_COMPARE(drift(*m_first)["open"], json(0));
    QCOMPARE(drift(*m_first)["misplaced"], json(0));
    publish(policyWith(0));
    QTRY_COMPARE(drift(*m_first)["versions"][0]["wanted"], json(10000));
  }

  void theDrainRuleOfThePolicyMovesThoseAPublishPlacesElsewhere() {
    ChatClient bob(m_second->address(), "bob");
    bob.enter("r");
    ChatClient ann(m_first->address(), "ann");
    const json joined = ann.enter("r");
    QTRY_COMPARE(placed(*m_first, 0), 1);
    publish(policyWith(100, {{"drain", "pace 50/s"}}));
    QVERIFY(!ann.take("reconnect").is_null());
    QVERIFY(ann.waitUntilClosed());
    QVERIFY(bob.isOpen());
    QCOMPARE(moves(*m_first)[0]["where"], json({{"placedElsewhere", true}}));
    bob.say("r", "missed");
    QVERIFY(!bob.take("message").is_null());
    ChatClient back(m_second->address(), "ann");
    QVERIFY(back.waitUntilGreeted());
    back.send({{"type", "resume"},
               {"token", ann.greeting()["resume"]},
               {"rooms", json::array({{{"room", "r"}, {"epoch", joined["epoch"]}, {"seq", 0}}})}});
    QCOMPARE(back.take("resumed")["recovered"], json(true));
    QCOMPARE(back.take("message")["text"], json("missed"));
    QTRY_COMPARE(drift(*m_second)["misplaced"], json(0));
    publish(policyWith(0));
    QTRY_COMPARE(drift(*m_first)["versions"][0]["wanted"], json(10000));
  }

  void thePolicyChoosesTheApiOfWhoAsksForNone() {
    ChatClient plain(m_second->address(), "ann");
    QVERIFY(plain.waitUntilGreeted());
    QCOMPARE(plain.greeting()["version"], json("v2"));
    QCOMPARE(plain.greeting()["api"], json("v1"));  // the policy places everybody on v1
    ChatClient asked(m_first->address(), "ann", "&version=v2");
    QVERIFY(asked.waitUntilGreeted());
    QCOMPARE(asked.greeting()["api"], json("v2"));
    publish(policyWith(100));
    QTRY_COMPARE(drift(*m_first)["versions"][1]["wanted"], json(10000));
    ChatClient placed(m_first->address(), "ann");
    QVERIFY(placed.waitUntilGreeted());
    QCOMPARE(placed.greeting()["api"], json("v2"));
    publish(policyWith(0));
    QTRY_COMPARE(drift(*m_first)["versions"][0]["wanted"], json(10000));
  }

  void aDeadNodeLeavesItsRoomsAndItsClientsResumeElsewhere() {
    NodeProcess third;
    QVERIFY(third.start(m_folder, QStringLiteral("chat-3"), QStringLiteral("v2"),
                        {QStringLiteral("--consul"), m_consul->url().toString(),
                         QStringLiteral("--check-interval-ms"), QStringLiteral("300")}));
    ChatClient bob(m_first->address(), "bob");
    bob.enter("dead");
    ChatClient ann(third.address, "ann");
    const json joined = ann.enter("dead");
    json heard;
    do heard = bob.take("presence");
    while (heard["members"] == 1);
    QCOMPARE(heard["members"], json(2));
    QUrl passing = m_consul->url();
    passing.setPath(QStringLiteral("/v1/health/service/chat"));
    passing.setQuery(QStringLiteral("passing"));
    QTRY_COMPARE_WITH_TIMEOUT(m_http.get(passing).asJson().size(), std::size_t{3}, 20000);
    third.process.kill();
    do heard = bob.take("presence");
    while (heard["members"] == 2);
    QCOMPARE(heard["members"], json(1));
    bob.say("dead", "missed");
    ChatClient back(m_second->address(), "ann");
    QVERIFY(back.waitUntilGreeted());
    back.send({{"type", "resume"},
               {"token", ann.greeting()["resume"]},
               {"rooms", json::array({{{"room", "dead"}, {"epoch", joined["epoch"]}, {"seq", 0}}})}});
    QCOMPARE(back.take("resumed")["recovered"], json(true));
    QCOMPARE(back.take("message")["text"], json("missed"));
  }

  void aSessionIsToldWithItsRequestAndTheRuleThatPlacesIt() {
    json policy = policyWith(0);
    const auto only = [](const char* version) {
      return json::array({{{"version", version}, {"weight", 100}}});
    };
    const json beta{{"attr", "query:app"}, {"is", "beta"}};
    const json premium{{"attr", "header:Cookie"}, {"contains", "plan=premium"}};
    policy["rules"] = json::array({{{"name", "premium"}, {"when", {premium}}, {"split", only("v1")}},
                                   {{"name", "beta"}, {"when", {beta}}, {"split", only("v2")}}});
    publish(policy);
    ChatClient ann(m_first->address(), "ann", "&app=beta&access_token=abc");
    QVERIFY(ann.waitUntilGreeted());
    const std::string id = ann.greeting()["session"];
    const auto account = [this](const std::string& of) {
      return m_http.get(adminUrl(*m_first, "/v1/sessions/" + of));
    };
    QTRY_COMPARE(account(id).asJson()["placement"]["rule"], json("beta"));
    const json told = account(id).asJson();
    QCOMPARE(told["user"], json("ann"));
    QCOMPARE(told["misplaced"], json(true));
    QCOMPARE(told["request"]["target"], json("/ws?user=ann&app=beta&access_token=[3 bytes]"));
    QCOMPARE(told["placement"]["version"], json("v2"));
    QCOMPARE(told["placement"]["own"], json("v1"));
    QCOMPARE(told["placement"]["tried"][0]["rule"], json("premium"));
    QCOMPARE(told["placement"]["tried"][0]["matched"], json(false));
    QCOMPARE(told["placement"]["tried"][1]["matched"], json(true));
    const json open = account(id + "?redact=0").asJson();
    QCOMPARE(open["request"]["target"], json("/ws?user=ann&app=beta&access_token=abc"));
    QCOMPARE(account("s-000000000000").status, 404);
    QCOMPARE(account(ann.greeting()["resume"]).status, 404);
    publish(policyWith(0));
    QTRY_COMPARE(account(id).asJson()["placement"]["rule"], json("default"));
  }

  void aBadPolicyIsToldAndTheOldOneStays() {
    publish(policyWith(150));
    QTRY_COMPARE(drift(*m_first)["policy"]["state"], json("refused"));
    QVERIFY(!drift(*m_first)["policy"]["error"].get<std::string>().empty());
    QCOMPARE(drift(*m_first)["versions"][0]["wanted"], json(10000));
    publish(policyWith(0));
    QTRY_COMPARE(drift(*m_first)["policy"]["state"], json("ok"));
  }

  void aHeadIsRememberedWithoutItsHandshake() {
    const std::string text =
        "GET /ws?user=ann HTTP/1.1\r\nHost: chat.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\nCookie: a=b; c=d\r\nX-App-Version: beta\r\n"
        "Accept-Encoding: gzip\r\n\r\n";
    const std::string kept = rememberHead(parsed(text), policy::Address::parse("10.1.2.3"));
    QCOMPARE(kept,
             std::string("10.1.2.3\n/ws?user=ann\nHost:chat.example\nCookie:a=b; c=d\nX-App-Version:beta"));
    RecalledHead recalled;
    QVERIFY(recalled.read(kept));
    const policy::Request request = recalled.request();
    QCOMPARE(request.target, std::string_view("/ws?user=ann"));
    QCOMPARE(request.client->toString(), std::string("10.1.2.3"));
    QCOMPARE(request.fields.size(), std::size_t{3});
    QCOMPARE(request.fields[1].value, std::string_view("a=b; c=d"));
  }

  void aHeadThatIsTooLongIsNotRememberedByHalf() {
    const std::string text = "GET /ws HTTP/1.1\r\nHost: a\r\nX-Long: " + std::string(2000, 'x') + "\r\n\r\n";
    QVERIFY(rememberHead(parsed(text), std::nullopt).empty());
    RecalledHead recalled;
    QVERIFY(!recalled.read(""));
  }
};

HALFTONE_CHAT_TEST_MAIN(TestDrift)
#include "tst_drift.moc"
