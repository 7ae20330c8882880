// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/server/chat/chatclient.h"
#include "tests/server/chat/rawclient.h"
#include "tests/server/chat/testnode.h"

using namespace halftone::chat;
using namespace halftone::chat::testing;

class TestRooms : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  NodeConfig config() {
    QFETCH_GLOBAL(bool, sqlite);
    if (!sqlite) return testConfig();
    QFile::remove(m_folder.filePath(QStringLiteral("chat.db")));
    return sqliteConfig(m_folder, "chat-1", "v1");
  }

 private slots:
  void initTestCase_data() {
    QTest::addColumn<bool>("sqlite");
    QTest::newRow("memory") << false;
    QTest::newRow("sqlite") << true;
  }

  void aMessageReachesEveryMemberTheSenderToo() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ChatClient bob(node->address(), "bob");
    ann.enter("r");
    QCOMPARE(bob.enter("r")["members"], json(2));
    ann.say("r", "hello");
    for (ChatClient* client : {&ann, &bob}) {
      const json message = client->take("message");
      QCOMPARE(message["text"], json("hello"));
      QCOMPARE(message["from"], json("ann"));
      QCOMPARE(message["room"], json("r"));
      QCOMPARE(message["seq"], json(1));
    }
  }

  void roomsAreSeparate() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ChatClient bob(node->address(), "bob");
    ann.enter("a");
    ann.enter("b");
    bob.enter("b");
    ann.say("a", "for a");
    ann.say("b", "for b");
    QCOMPARE(bob.take("message")["text"], json("for b"));
    QCOMPARE(ann.take("message")["text"], json("for a"));
    QCOMPARE(bob.waiting("message"), std::size_t{0});
  }

  void aMessageWithAnIdIsAcknowledgedOnceStored() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    ann.send({{"type", "say"}, {"room", "r"}, {"text", "one"}, {"id", "m-1"}});
    const json ack = ann.take("ack");
    QCOMPARE(ack["id"], json("m-1"));
    QCOMPARE(ack["seq"], json(1));
    ann.send({{"type", "say"}, {"room", "r"}, {"text", "two"}, {"id", 17}});
    QCOMPARE(ann.take("ack")["id"], json(17));
  }

  void theSameIdTwiceIsStoredOnce() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ChatClient bob(node->address(), "bob");
    ann.enter("r");
    bob.enter("r");
    const json say{{"type", "say"}, {"room", "r"}, {"text", "once"}, {"id", "m-1"}};
    ann.send(say);
    ann.send(say);
    QCOMPARE(ann.take("ack")["seq"], json(1));
    const json again = ann.take("ack");
    QCOMPARE(again["seq"], json(1));
    QCOMPARE(again["duplicate"], json(true));
    bob.send(say);  // another user's ids are his own
    QCOMPARE(bob.take("ack")["seq"], json(2));
    bob.say("r", "end");
    QTRY_COMPARE(bob.waiting("message"), std::size_t{3});
  }

  void nobodySpeaksInARoomHeIsNotIn() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    QVERIFY(ann.waitUntilGreeted());
    ann.send({{"type", "say"}, {"room", "r"}, {"text", "x"}, {"id", 1}});
    const json error = ann.take("error");
    QCOMPARE(error["code"], json("not_joined"));
    QCOMPARE(error["id"], json(1));
  }

  void whoLeavesHearsNoMore() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ChatClient bob(node->address(), "bob");
    ann.enter("r");
    bob.enter("r");
    bob.send({{"type", "leave"}, {"room", "r"}});
    QCOMPARE(bob.take("left")["room"], json("r"));
    ann.say("r", "x");
    QCOMPARE(ann.take("message")["text"], json("x"));
    bob.send({{"type", "ping"}});
    QVERIFY(!bob.take("pong").is_null());
    QCOMPARE(bob.waiting("message"), std::size_t{0});
  }

  void typingReachesTheRoomAndIsNotStored() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ChatClient bob(node->address(), "bob");
    ann.enter("r");
    bob.enter("r");
    ann.send({{"type", "typing"}, {"room", "r"}});
    QCOMPARE(bob.take("typing")["from"], json("ann"));
    bob.send({{"type", "history"}, {"room", "r"}});
    QVERIFY(bob.take("history")["messages"].empty());
  }

  void presenceTellsWhoCameAndWent() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    json presence = ann.take("presence");
    QCOMPARE(presence["members"], json(1));
    {
      ChatClient bob(node->address(), "bob");
      bob.enter("r");
      presence = ann.take("presence");
      QCOMPARE(presence["members"], json(2));
      QCOMPARE(presence["joined"], json({"bob"}));
    }
    presence = ann.take("presence");
    QCOMPARE(presence["members"], json(1));
    QCOMPARE(presence["left"], json({"bob"}));
  }

  void historyComesInTheShapeOfTheSessionsApi() {
    const auto node = startNode(config());
    ChatClient v1(node->address(), "ann");
    ChatClient v2(node->address(), "bob", "&version=v2");
    v1.enter("r");
    v2.enter("r");
    for (int i = 0; i < 5; ++i) v1.say("r", std::to_string(i));
    QTRY_COMPARE(v2.waiting("message"), std::size_t{5});
    QVERIFY(v2.take("message").contains("edited"));
    QVERIFY(!v1.take("message").contains("edited"));
    v1.send({{"type", "history"}, {"room", "r"}, {"limit", 2}, {"id", "h"}});
    const json whole = v1.take("history");
    QCOMPARE(whole["messages"].size(), std::size_t{5});
    QCOMPARE(whole["id"], json("h"));
    v2.send({{"type", "history"}, {"room", "r"}, {"limit", 2}, {"before", 4}});
    const json page = v2.take("history");
    QCOMPARE(page["messages"].size(), std::size_t{2});
    QCOMPARE(page["messages"][0]["seq"], json(2));
    QCOMPARE(page["hasMore"], json(true));
  }

  void tooManyRoomsAreRefused() {
    NodeConfig limited = config();
    limited.limits.maxRooms = 2;
    const auto node = startNode(limited);
    ChatClient ann(node->address(), "ann");
    ann.enter("a");
    ann.enter("b");
    ann.send({{"type", "join"}, {"room", "c"}});
    QCOMPARE(ann.take("error")["code"], json("too_many_rooms"));
    ann.send({{"type", "leave"}, {"room", "a"}});
    QVERIFY(!ann.take("left").is_null());
    QCOMPARE(ann.enter("c")["room"], json("c"));
  }

  void aFloodIsRefusedAndThenClosed() {
    NodeConfig limited = config();
    limited.limits.messageRate = 10;
    const auto node = startNode(limited);
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    for (int i = 0; i < 400; ++i) ann.send({{"type", "say"}, {"room", "r"}, {"text", "x"}, {"id", i}});
    const json error = ann.take("error");
    QCOMPARE(error["code"], json("rate_limited"));
    QVERIFY(error["id"].get<int>() >= 19);
    QVERIFY(ann.waitUntilClosed());
    QCOMPARE(ann.closeCode(), 1008);
  }

  void badFramesGetAnErrorAndTheSessionGoesOn() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    QVERIFY(ann.waitUntilGreeted());
    ann.socket().sendTextMessage(QStringLiteral("no json"));
    QCOMPARE(ann.take("error")["code"], json("bad_json"));
    QCOMPARE(ann.enter("r")["room"], json("r"));
  }

  void aReaderThatDoesNotReadIsClosedAndOthersGoOn() {
    NodeConfig limited = config();
    limited.limits.maxQueueBytes = 256 * 1024;
    const auto node = startNode(limited);
    RawClient slow(node->address(), 4096);
    (void)slow.upgrade("/ws?user=slow");
    slow.sendText(R"({"type":"join","room":"r"})");
    QVERIFY(!slow.readTextWith("\"joined\"").empty());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    const std::string text(16000, 'x');
    std::size_t said = 0;
    // Window by window, so that the talker herself is never slow.
    while (node->counters().slowClosed.value() == 0 && said < 4000) {
      for (int i = 0; i < 20; ++i) ann.say("r", text);
      for (int i = 0; i < 20; ++i) QVERIFY(!ann.take("message").is_null());
      said += 20;
    }
    QCOMPARE(node->counters().slowClosed.value(), std::uint64_t{1});
    QTRY_COMPARE(node->counters().sessions.value(), std::uint64_t{1});
    QCOMPARE(node->counters().gaps.value(), std::uint64_t{0});
    ann.say("r", "still here");
    QCOMPARE(ann.take("message")["text"], json("still here"));
  }

  void aSlowReaderHearsWhyWhenItReadsAgain() {
    NodeConfig limited = config();
    limited.limits.maxQueueBytes = 128 * 1024;
    limited.limits.closeTimeout = std::chrono::milliseconds(10000);
    const auto node = startNode(limited);
    RawClient slow(node->address(), 4096);
    (void)slow.upgrade("/ws?user=slow");
    slow.sendText(R"({"type":"join","room":"r"})");
    QVERIFY(!slow.readTextWith("\"joined\"").empty());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    const std::string text(16000, 'x');
    while (node->counters().slowClosed.value() == 0) {
      for (int i = 0; i < 10; ++i) ann.say("r", text);
      for (int i = 0; i < 10; ++i) QVERIFY(!ann.take("message").is_null());
    }
    const auto code = slow.readCloseCode();
    QVERIFY(code);
    QCOMPARE(int(*code), 1013);
  }

  void aJoinWithAMarkGivesWhatWasMissed() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    const json joined = ann.enter("r");
    for (int i = 1; i <= 5; ++i) ann.say("r", std::to_string(i));
    QTRY_COMPARE(ann.waiting("message"), std::size_t{5});
    ChatClient bob(node->address(), "bob");
    QVERIFY(bob.waitUntilGreeted());
    bob.send({{"type", "join"}, {"room", "r"}, {"epoch", joined["epoch"]}, {"after", 2}});
    QCOMPARE(bob.take("joined")["recovered"], json(true));
    ann.say("r", "6");
    for (int seq = 3; seq <= 6; ++seq) QCOMPARE(bob.take("message")["seq"], json(seq));
    QCOMPARE(node->counters().roomsRecovered.value(), std::uint64_t{1});
    QCOMPARE(node->counters().roomsUnrecovered.value(), std::uint64_t{0});
  }

  void aMarkOfAnotherEpochOrTheFutureIsNotRecovered() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    const json joined = ann.enter("r");
    ann.say("r", "x");
    QVERIFY(!ann.take("message").is_null());
    ChatClient bob(node->address(), "bob");
    QVERIFY(bob.waitUntilGreeted());
    bob.send({{"type", "join"}, {"room", "r"}, {"epoch", "other"}, {"after", 0}});
    json answer = bob.take("joined");
    QCOMPARE(answer["recovered"], json(false));
    QCOMPARE(answer["seq"], json(1));
    ChatClient eve(node->address(), "eve");
    QVERIFY(eve.waitUntilGreeted());
    eve.send({{"type", "join"}, {"room", "r"}, {"epoch", joined["epoch"]}, {"after", 99}});
    QCOMPARE(eve.take("joined")["recovered"], json(false));
    QCOMPARE(eve.waiting("message"), std::size_t{0});
    QCOMPARE(node->counters().roomsRecovered.value(), std::uint64_t{0});
    QCOMPARE(node->counters().roomsUnrecovered.value(), std::uint64_t{2});
  }

  void aLogThatNoLongerReachesBackSaysSo() {
    NodeConfig limited = config();
    limited.backplane.keep = 3;
    const auto node = startNode(limited);
    ChatClient ann(node->address(), "ann");
    const json joined = ann.enter("r");
    for (int i = 0; i < 300; ++i) ann.say("r", "x");
    QTRY_COMPARE(ann.waiting("message"), std::size_t{300});
    ChatClient bob(node->address(), "bob");
    QVERIFY(bob.waitUntilGreeted());
    bob.send({{"type", "join"}, {"room", "r"}, {"epoch", joined["epoch"]}, {"after", 1}});
    const json answer = bob.take("joined");
    QCOMPARE(answer["recovered"], json(false));
    QCOMPARE(answer["seq"], json(300));
  }

  void aSessionIsResumedOnceByItsOwnUser() {
    const auto node = startNode(config());
    json greeting;
    json joined;
    {
      ChatClient ann(node->address(), "ann");
      joined = ann.enter("r");
      ann.enter("s");
      greeting = ann.greeting();
    }
    QTRY_COMPARE(node->counters().sessions.value(), std::uint64_t{0});
    ChatClient bob(node->address(), "bob");
    bob.enter("r");
    bob.say("r", "missed");
    QVERIFY(!bob.take("message").is_null());
    const json resume{
        {"type", "resume"},
        {"token", greeting["resume"]},
        {"rooms", json::array({{{"room", "r"}, {"epoch", joined["epoch"]}, {"seq", joined["seq"]}}})}};
    bob.send(resume);
    QCOMPARE(bob.take("resumed")["recovered"], json(false));
    ChatClient ann(node->address(), "ann");
    QVERIFY(ann.waitUntilGreeted());
    ann.send(resume);
    const json resumed = ann.take("resumed");
    QCOMPARE(resumed["recovered"], json(true));
    QCOMPARE(resumed["rooms"], json({"r", "s"}));
    QCOMPARE(ann.take("message")["text"], json("missed"));
    ann.send(resume);
    QCOMPARE(ann.take("resumed")["recovered"], json(false));
  }

  void aResumeTakesThePlaceOfASessionThatIsStillOpen() {
    const auto node = startNode(config());
    ChatClient former(node->address(), "ann");
    const json joined = former.enter("r");
    ChatClient ann(node->address(), "ann");
    QVERIFY(ann.waitUntilGreeted());
    ann.send({{"type", "resume"}, {"token", former.greeting()["resume"]}});
    QCOMPARE(ann.take("resumed")["rooms"], json({"r"}));
    QVERIFY(former.waitUntilClosed());
    QCOMPARE(former.closeCode(), 1000);
    QTRY_COMPARE(node->counters().sessions.value(), std::uint64_t{1});
  }

  void theEndTellsClientsToComeBack() {
    const auto node = startNode(config());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    QVERIFY(stopNode(*node));
    const json reconnect = ann.take("reconnect");
    QVERIFY(reconnect["delay"].get<int>() >= 0 && reconnect["delay"].get<int>() <= 1000);
    QVERIFY(ann.waitUntilClosed());
    QCOMPARE(ann.closeCode(), 1001);
  }

  void aMemberWhoJoinsWithAMarkGetsWhatFollowsIt() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    const json joined = ann.enter("r");
    for (const char* text : {"one", "two"}) ann.say("r", text);
    for (int i = 0; i < 2; ++i) QVERIFY(!ann.take("message").is_null());
    ann.send({{"type", "join"}, {"room", "r"}, {"epoch", joined["epoch"]}, {"after", 0}});
    const json again = ann.take("joined");
    QCOMPARE(again["recovered"], json(true));
    QCOMPARE(again["members"], json(1));
    QCOMPARE(ann.take("message")["text"], json("one"));
    QCOMPARE(ann.take("message")["text"], json("two"));
  }

  void aRoomResumedWithoutAMarkIsNotCalledRecovered() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    ChatClient back(node->address(), "ann");
    QVERIFY(back.waitUntilGreeted());
    back.send({{"type", "resume"}, {"token", ann.greeting()["resume"]}});
    QCOMPARE(back.take("resumed")["recovered"], json(true));
    QCOMPARE(back.take("joined")["recovered"], json(false));
  }
};

HALFTONE_CHAT_TEST_MAIN(TestRooms)
#include "tst_rooms.moc"
