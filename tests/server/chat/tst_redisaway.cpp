// SPDX-License-Identifier: GPL-3.0-or-later
// A node whose Redis is away for a while.
#include <QTest>
#include <QTimer>

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
};

HALFTONE_CHAT_TEST_MAIN(TestRedisAway)
#include "tst_redisaway.moc"
