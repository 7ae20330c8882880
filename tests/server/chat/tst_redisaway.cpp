// SPDX-License-Identifier: GPL-3.0-or-later
// A node whose Redis is away for a while.
#include <QTest>
#include <QTimer>

#include "tests/server/chat/adminhttp.h"
#include "tests/server/chat/chatclient.h"
#include "tests/server/chat/redisprocess.h"
#include "tests/server/chat/testnode.h"

using namespace halftone::chat;
using namespace halftone::chat::testing;

class TestRedisAway : public QObject {
  Q_OBJECT

 private slots:
  void everyJoinIsAnsweredAndTheRoomOpensWhenRedisIsBack() {
    RedisProcess redis;
    QVERIFY2(redis.start(), "redis-server does not start");
    NodeConfig config = testConfig();
    config.backplane.redis = redis.address();
    config.limits.maxRooms = 100'000;  // joins under way count
    const auto node = startNode(config);
    ChatClient ann(node->address(), "ann");
    QVERIFY(!ann.enter("before").is_null());
    redis.kill();
    std::size_t sent = 0;
    QTimer flood;
    connect(&flood, &QTimer::timeout, this, [&] {
      ann.send({{"type", "join"}, {"room", "r"}});
      ++sent;
    });
    flood.start(1);
    QVERIFY(waitFor([&] { return ann.waiting("error") > 0; }, 20'000));
    const std::size_t refused = ann.waiting("error");
    QVERIFY(waitFor([&] { return sent > refused + 500; }, 20'000));
    flood.stop();
    QVERIFY(redis.restart());
    QVERIFY2(
        waitFor([&] { return ann.waiting("error") + ann.waiting("joined") == sent; }, 20'000),
        qPrintable(
            QStringLiteral("%1 of %2 answered").arg(ann.waiting("error") + ann.waiting("joined")).arg(sent)));
    QVERIFY(!ann.enter("r").is_null());
  }

  // A Redis that hangs does what it was asked once it goes on, when nobody waits for the answer any more.
  void aResumeWhileRedisIsAwayIsUnavailableAndWorksLater_data() {
    QTest::addColumn<bool>("hangs");
    QTest::newRow("hangs") << true;
    QTest::newRow("killed") << false;
  }
  void aResumeWhileRedisIsAwayIsUnavailableAndWorksLater() {
    QFETCH(bool, hangs);
    RedisProcess redis;
    QVERIFY2(redis.start(), "redis-server does not start");
    NodeConfig config = testConfig("chat-1");
    config.backplane.redis = redis.address();
    const auto first = startNode(config);
    config.node = "chat-2";
    const auto second = startNode(config);
    json joined, token;
    {
      ChatClient ann(first->address(), "ann");
      joined = ann.enter("r");
      token = ann.greeting()["resume"];
    }
    ChatClient back(second->address(), "ann");
    ChatClient bob(second->address(), "bob");
    QVERIFY(back.waitUntilGreeted());
    bob.enter("r");
    bob.say("r", "missed");
    QVERIFY(!bob.take("message").is_null());
    hangs ? redis.hang() : redis.kill();
    const json resume{{"type", "resume"},
                      {"id", "x"},
                      {"token", token},
                      {"rooms", json::array({{{"room", "r"}, {"epoch", joined["epoch"]}, {"seq", 0}}})}};
    back.send(resume);
    const json refused = back.take("error", 20'000);
    hangs ? redis.goOn() : (void)redis.restart();
    QCOMPARE(refused["code"], json("unavailable"));
    QCOMPARE(refused["id"], json("x"));
    QCOMPARE(back.waiting("resumed"), std::size_t{0});
    QCOMPARE(second->counters().resumesRefused.value(), std::uint64_t{0});
    Http http;
    QVERIFY(waitFor(
        [&] { return http.get(adminUrl(*second, "/health")).asJson()["backplane"]["ok"] == true; }, 20'000));
    back.send(resume);
    QCOMPARE(back.take("resumed")["recovered"], json(true));
    QCOMPARE(back.take("joined")["recovered"], json(true));
    QCOMPARE(back.take("message")["text"], json("missed"));
    ChatClient thief(second->address(), "ann");
    QVERIFY(thief.waitUntilGreeted());
    thief.send(resume);
    QCOMPARE(thief.take("resumed")["recovered"], json(false));
  }

  void aRedisThatDoesNotLetUsInIsTold_data() {
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("why");  // empty: it does
    QTest::newRow("right password") << ""
                                    << "sesame"
                                    << "";
    QTest::newRow("default user by name") << "default"
                                          << "sesame"
                                          << "";
    QTest::newRow("wrong password") << ""
                                    << "guess"
                                    << "WRONGPASS";
    QTest::newRow("no password") << ""
                                 << ""
                                 << "NOAUTH";
    QTest::newRow("nobody") << "nobody"
                            << "sesame"
                            << "WRONGPASS";
  }
  void aRedisThatDoesNotLetUsInIsTold() {
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QString, why);
    RedisProcess redis;
    QVERIFY2(redis.start(QStringLiteral("sesame")), "redis-server does not start");
    NodeConfig config = testConfig();
    config.backplane.redis = redis.address();
    config.backplane.redis->user = user.toStdString();
    config.backplane.redis->password = password.toStdString();
    const auto node = startNode(config);
    Http http;
    json backplane;
    QVERIFY2(waitFor([&] {
               backplane = http.get(adminUrl(*node, "/health")).asJson()["backplane"];
               const std::string error = backplane.value("error", "");
               return why.isEmpty() ? backplane["ok"] == true
                                    : error.find(why.toStdString()) != std::string::npos;
             }),
             backplane.dump().c_str());
    QCOMPARE(backplane["ok"], json(why.isEmpty()));
    ChatClient ann(node->address(), "ann");
    QCOMPARE(!ann.enter("r").is_null(), why.isEmpty());
  }
};

HALFTONE_CHAT_TEST_MAIN(TestRedisAway)
#include "tst_redisaway.moc"
