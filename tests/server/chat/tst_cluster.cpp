// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/chat/chatclient.h"
#include "tests/server/chat/nodeprocess.h"
#include "tests/server/chat/testnode.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

namespace {

// What an SQL statement gives in one column, on a connection of the test's own.
std::vector<std::string> column(const QTemporaryDir& folder, const char* sql) {
  std::vector<std::string> values;
  {
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("look"));
    database.setDatabaseName(folder.filePath(QStringLiteral("chat.db")));
    if (!database.open()) return {"cannot open"};
    QSqlQuery query(QString::fromLatin1(sql), database);
    while (query.next()) values.push_back(query.value(0).toString().toStdString());
  }
  QSqlDatabase::removeDatabase(QStringLiteral("look"));
  return values;
}

}  // namespace

class TestCluster : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void aMessageCrossesFromV1ToV2InTheShapeOfEach() {
    const auto first = startNode(sqliteConfig(*m_folder, "chat-1", "v1"));
    const auto second = startNode(sqliteConfig(*m_folder, "chat-2", "v2"));
    ChatClient ann(first->address(), "ann");
    ChatClient bob(second->address(), "bob", "&version=v2");
    QCOMPARE(ann.enter("r")["epoch"], bob.enter("r")["epoch"]);
    QElapsedTimer timer;
    timer.start();
    ann.say("r", "across");
    const json far = bob.take("message");
    const qint64 took = timer.elapsed();
    QCOMPARE(far["text"], json("across"));
    QCOMPARE(far["node"], json("chat-1"));
    QCOMPARE(far["version"], json("v1"));
    QCOMPARE(ann.take("message").contains("node"), false);
    qInfo("from node to node: %lld ms", took);
    QVERIFY(took < 1000);  // 50 ms to look and a commit, on a machine that does other things
  }

  void bothNodesHearTheSameInTheSameOrder() {
    const auto first = startNode(sqliteConfig(*m_folder, "chat-1", "v1"));
    const auto second = startNode(sqliteConfig(*m_folder, "chat-2", "v2"));
    ChatClient ann(first->address(), "ann");
    ChatClient bob(second->address(), "bob");
    ann.enter("r");
    bob.enter("r");
    for (int i = 0; i < 200; ++i) {
      ann.say("r", "a" + std::to_string(i));
      bob.say("r", "b" + std::to_string(i));
    }
    for (int seq = 1; seq <= 400; ++seq) {
      const json near = ann.take("message");
      const json far = bob.take("message");
      QCOMPARE(near["seq"], json(seq));
      QCOMPARE(far["seq"], json(seq));
      QCOMPARE(near["text"], far["text"]);
    }
    QCOMPARE(first->counters().gaps.value() + second->counters().gaps.value(), std::uint64_t{0});
  }

  void aSessionIsResumedOnAnotherNodeWithoutLoss() {
    const auto first = startNode(sqliteConfig(*m_folder, "chat-1", "v1"));
    const auto second = startNode(sqliteConfig(*m_folder, "chat-2", "v2"));
    ChatClient bob(second->address(), "bob");
    bob.enter("r");
    std::string token;
    json joined;
    {
      ChatClient ann(first->address(), "ann");
      joined = ann.enter("r");
      token = ann.greeting()["resume"];
      bob.say("r", "heard");
      QCOMPARE(ann.take("message")["seq"], json(1));
    }
    bob.say("r", "missed");
    QCOMPARE(bob.take("message")["seq"], json(1));
    QCOMPARE(bob.take("message")["seq"], json(2));
    ChatClient ann(second->address(), "ann");
    QVERIFY(ann.waitUntilGreeted());
    ann.send({{"type", "resume"},
              {"token", token},
              {"rooms", json::array({{{"room", "r"}, {"epoch", joined["epoch"]}, {"seq", 1}}})}});
    QCOMPARE(ann.take("resumed")["recovered"], json(true));
    QCOMPARE(ann.take("joined")["recovered"], json(true));
    bob.say("r", "live");
    QCOMPARE(ann.take("message")["text"], json("missed"));
    QCOMPARE(ann.take("message")["text"], json("live"));
  }

  void presenceAndTypingCrossFromNodeToNode() {
    const auto first = startNode(sqliteConfig(*m_folder, "chat-1", "v1"));
    const auto second = startNode(sqliteConfig(*m_folder, "chat-2", "v2"));
    ChatClient ann(first->address(), "ann");
    QCOMPARE(ann.enter("r")["members"], json(1));
    QCOMPARE(ann.take("presence")["joined"], json({"ann"}));
    ChatClient bob(second->address(), "bob");
    QVERIFY(!bob.enter("r").is_null());
    json heard = ann.take("presence");
    QCOMPARE(heard["members"], json(2));
    QCOMPARE(heard["joined"], json({"bob"}));
    bob.send({{"type", "typing"}, {"room", "r"}});
    QCOMPARE(ann.take("typing")["from"], json("bob"));
    bob.socket().close();
    heard = ann.take("presence");
    QCOMPARE(heard["members"], json(1));
    QCOMPARE(heard["left"], json({"bob"}));
  }

  void sessionsAreOnRecord() {
    const auto node = startNode(sqliteConfig(*m_folder, "chat-1", "v1"));
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    ann.enter("s");
    const std::string id = ann.greeting()["session"];
    QTRY_COMPARE(column(*m_folder, "SELECT rooms FROM sessions WHERE ended IS NULL"),
                 std::vector<std::string>{R"(["r","s"])"});
    QCOMPARE(column(*m_folder, "SELECT id || user || node || version FROM sessions"),
             std::vector<std::string>{id + "annchat-1v1"});
    ann.socket().close();
    QTRY_COMPARE(column(*m_folder, "SELECT id FROM sessions WHERE ended IS NULL").size(), std::size_t{0});
  }

  void twoProcessesShareRooms() {
    NodeProcess first;
    NodeProcess second;
    QVERIFY(first.start(*m_folder, QStringLiteral("chat-1"), QStringLiteral("v1")));
    QVERIFY(second.start(*m_folder, QStringLiteral("chat-2"), QStringLiteral("v2")));
    ChatClient ann(first.address, "ann");
    ChatClient bob(second.address, "bob");
    ann.enter("r");
    bob.enter("r");
    ann.say("r", "to the other process");
    QCOMPARE(bob.take("message")["text"], json("to the other process"));
    bob.say("r", "and back");
    QCOMPARE(ann.take("message")["seq"], json(1));
    QCOMPARE(ann.take("message")["seq"], json(2));
  }

  void aKilledNodeLosesNothingThatWasAcknowledged() {
    NodeProcess node;
    QVERIFY(node.start(*m_folder, QStringLiteral("chat-1"), QStringLiteral("v1")));
    std::vector<std::string> acknowledged;
    {
      ChatClient ann(node.address, "ann");
      ann.enter("r");
      for (int i = 0; i < 2000; ++i) {
        ann.send({{"type", "say"}, {"room", "r"}, {"text", "m" + std::to_string(i)}, {"id", i}});
      }
      while (acknowledged.size() < 200) {
        const json ack = ann.take("ack");
        QVERIFY(!ack.is_null());
        acknowledged.push_back("m" + std::to_string(ack["id"].get<int>()));
      }
      node.process.kill();
      while (ann.waiting("ack") > 0)
        acknowledged.push_back("m" + std::to_string(ann.take("ack")["id"].get<int>()));
    }
    const auto stored = column(*m_folder, "SELECT text FROM messages ORDER BY seq");
    QVERIFY(stored.size() >= acknowledged.size());
    for (std::size_t i = 0; i < acknowledged.size(); ++i) QCOMPARE(stored[i], acknowledged[i]);
    QCOMPARE(column(*m_folder, "SELECT MAX(seq) - COUNT(*) FROM messages"), std::vector<std::string>{"0"});
    QCOMPARE(column(*m_folder, "SELECT seq FROM rooms"),
             std::vector<std::string>{std::to_string(stored.size())});
    // The dead node's sessions are still to be seen, and are over once it lives again.
    QCOMPARE(column(*m_folder, "SELECT user FROM sessions WHERE ended IS NULL"),
             std::vector<std::string>{"ann"});
    QVERIFY(node.start(*m_folder, QStringLiteral("chat-1"), QStringLiteral("v1")));
    QCOMPARE(column(*m_folder, "SELECT user FROM sessions WHERE ended IS NULL").size(), std::size_t{0});
    ChatClient bob(node.address, "bob");
    QCOMPARE(bob.enter("r")["seq"], json(stored.size()));
    bob.say("r", "next");
    QCOMPARE(bob.take("message")["seq"], json(stored.size() + 1));
  }

  void aNodeEndsInOrderWithinThreeSeconds() {
    NodeProcess node;
    QVERIFY(node.start(*m_folder, QStringLiteral("chat-1"), QStringLiteral("v1")));
    ChatClient ann(node.address, "ann");
    ann.enter("r");
    ann.say("r", "last words");
    QVERIFY(!ann.take("message").is_null());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(node.process.terminate());
    QVERIFY(timer.elapsed() < 3500);
    QCOMPARE(node.process.exitCode(), 0);
    QVERIFY(ann.waitUntilClosed());
    QCOMPARE(ann.closeCode(), 1001);
    QCOMPARE(ann.waiting("reconnect"), std::size_t{1});
    QCOMPARE(column(*m_folder, "SELECT COUNT(*) FROM sessions WHERE ended IS NULL"),
             std::vector<std::string>{"0"});
  }

  void badOptionsAreRefusedByName() {
    for (const char* wrong : {"--backplane=redis://:0", "--origin=nonsense", "--max-rooms=0", "--nothing"}) {
      test::ChildProcess process;
      QVERIFY(process.start(test::builtProgram(QStringLiteral("halftone-server")),
                            {QStringLiteral("chat"), QStringLiteral("--listen=127.0.0.1:0"),
                             QStringLiteral("--admin=127.0.0.1:0"), QStringLiteral("--version=v1"),
                             QStringLiteral("--node=n"), QString::fromLatin1(wrong)}));
      QTRY_VERIFY(!process.isRunning());
      QVERIFY(process.exitCode() != 0);
      const QByteArray name = QByteArray(wrong).split('=').first();
      QVERIFY2(process.errorOutput().contains(name), process.errorOutput().constData());
    }
  }
};

HALFTONE_CHAT_TEST_MAIN(TestCluster)
#include "tst_cluster.moc"
