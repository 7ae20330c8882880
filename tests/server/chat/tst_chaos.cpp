// SPDX-License-Identifier: GPL-3.0-or-later
// Everything dies at random, under load: nodes by kill -9, the proxy, Redis by kill -9; and policies are
// published meanwhile. Not one acknowledged message may be lost, doubled or out of order for anybody.
// HALFTONE_CHAOS_SECONDS tells for how long, on each backplane.
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "tests/server/chat/adminhttp.h"
#include "tests/server/chat/faithfulclient.h"
#include "tests/server/chat/redisprocess.h"
#include "tests/server/chat/testnode.h"
#include "tests/support/childprocess.h"
#include "tests/support/ports.h"
#include "tests/support/registryprocess.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

namespace {

constexpr int kClients = 24;
constexpr int kRooms = 3;
constexpr int kNodes = 4;  // even ones of v1, odd ones of v2
constexpr int kShortSeconds = 8;
constexpr int kSettleMs = 60'000;

QString at(quint16 port) {
  return QStringLiteral("127.0.0.1:%1").arg(port);
}

// A role in a process of its own, on ports that it keeps through restarts.
struct Member {
  QStringList arguments;
  test::ChildProcess process;

  [[nodiscard]] bool start() {
    const bool isUp = process.start(test::builtProgram(QStringLiteral("halftone-server")), arguments) &&
                      !process.firstLine(std::chrono::seconds(20)).isEmpty();
    if (!isUp)
      qWarning("%s: %s", qPrintable(arguments.join(QLatin1Char(' '))), process.errorOutput().constData());
    return isUp;
  }
};

}  // namespace

class TestChaos : public QObject {
  Q_OBJECT

  std::unique_ptr<test::RegistryProcess> m_registry;
  std::unique_ptr<RedisProcess> m_redis;  // unless the nodes share an SQLite file
  std::unique_ptr<QTemporaryDir> m_folder;
  std::vector<std::unique_ptr<Member>> m_nodes;
  std::unique_ptr<Member> m_proxy;
  net::SocketAddress m_entrance;  // the proxy's
  Http m_http;
  QRandomGenerator m_random{QRandomGenerator::global()->generate()};
  std::vector<std::unique_ptr<FaithfulClient>> m_clients;
  std::map<std::string, int> m_blows;
  // What all clients together have read of each room: sequence number -> text.
  std::map<std::string, std::map<std::uint64_t, std::string>> m_logs;

  [[nodiscard]] bool publish(int weightOfV2) {
    QUrl url = m_registry->url();
    url.setPath(QStringLiteral("/v1/kv/halftone/policies/chat"));
    return m_http.putJson(url, policyWith(weightOfV2, {{"drain", "pace 20/s"}})).status == 200;
  }

  [[nodiscard]] QString backplane() const {
    return m_redis ? m_redis->url()
                   : QStringLiteral("sqlite:") + m_folder->filePath(QStringLiteral("chat.db"));
  }

  std::unique_ptr<Member> makeNode(int number) {
    auto node = std::make_unique<Member>();
    const QString version = number % 2 == 0 ? QStringLiteral("v1") : QStringLiteral("v2");
    node->arguments = {"chat",
                       "--listen",
                       at(test::freePort()),
                       "--admin",
                       at(test::freePort()),
                       "--version",
                       version,
                       "--node",
                       QStringLiteral("chat-%1").arg(number),
                       "--backplane",
                       backplane(),
                       "--consul",
                       m_registry->url().toString(),
                       "--check-interval-ms",
                       "500"};
    return node;
  }

  [[nodiscard]] bool openProxy() {
    const quint16 port = test::freePort();
    m_entrance = net::SocketAddress::parse(at(port).toStdString()).value();
    m_proxy = std::make_unique<Member>();
    m_proxy->arguments = {"proxy",
                          "--service",
                          "chat",
                          "--listen",
                          at(port),
                          "--admin",
                          at(test::freePort()),
                          "--consul",
                          m_registry->url().toString(),
                          "--workers",
                          "1"};
    return m_proxy->start();
  }

  bool killNode() {
    Member& node = *m_nodes[m_random.bounded(static_cast<quint32>(m_nodes.size()))];
    ++m_blows["node killed"];
    node.process.kill();
    QTest::qWait(m_random.bounded(800));
    return node.start();
  }

  bool restartProxy() {
    ++m_blows["proxy restarted"];
    m_proxy->process.kill();
    return m_proxy->start();
  }

  bool restartRedis() {
    ++m_blows["redis killed"];
    m_redis->kill();
    QTest::qWait(m_random.bounded(500));
    return m_redis->restart();
  }

  bool strikeOnce() {
    switch (m_random.bounded(m_redis ? 4 : 3)) {
      case 0:
        return killNode();
      case 1:
        return restartProxy();
      case 2:
        ++m_blows["policy published"];
        return publish(m_random.bounded(101));
      default:
        return restartRedis();
    }
  }

  [[nodiscard]] int faults() const {
    int all = 0;
    for (const auto& client : m_clients) {
      const auto& found = client->faults();
      if (found.all() > 0)
        qWarning("%s: lost %d, doubled %d, unrecovered %d, differing %d", client->user().c_str(), found.lost,
                 found.doubled, found.unrecovered, found.differing);
      all += found.all();
    }
    return all;
  }

  [[nodiscard]] bool allHaveReadAll() const {
    std::map<std::string, std::uint64_t> newest;
    for (const auto& client : m_clients) {
      if (!client->isSettled()) return false;
      newest[client->room()] = std::max(newest[client->room()], client->last());
    }
    return std::all_of(m_clients.begin(), m_clients.end(),
                       [&newest](const auto& client) { return client->last() == newest[client->room()]; });
  }

  // All have read the same, and nothing stands twice in a room's log.
  void checkLogs() {
    for (const auto& client : m_clients) {
      for (const auto& [seq, text] : client->read())
        QCOMPARE(m_logs[client->room()].emplace(seq, text).first->second, text);
    }
    for (const auto& [room, log] : m_logs) {
      std::set<std::string> texts;
      for (const auto& [seq, text] : log)
        QVERIFY2(texts.insert(text).second, ("stored twice: " + text).c_str());
    }
  }

  // Each acknowledged message stands where its acknowledgement said, in the order in which it was said.
  void checkAcknowledged() {
    std::size_t acknowledged = 0;
    int resumes = 0;
    for (const auto& client : m_clients) {
      int former = 0;
      for (const auto& [seq, text] : client->acknowledged()) {
        QCOMPARE(m_logs[client->room()][seq], text);
        const int number = std::stoi(text.substr(text.find('-') + 1));
        QVERIFY2(number == former + 1, ("out of order or missing: " + text).c_str());
        former = number;
      }
      acknowledged += client->acknowledged().size();
      resumes += client->resumes();
    }
    for (const auto& [blow, count] : m_blows) qInfo("%s: %d times", blow.c_str(), count);
    qInfo("%zu messages acknowledged to %d clients, %d sessions resumed", acknowledged, kClients, resumes);
    QVERIFY(acknowledged > 0);
  }

 private slots:
  void init() {
    QFETCH(bool, onRedis);
    m_registry = std::make_unique<test::RegistryProcess>();
    QVERIFY(m_registry->start());
    m_folder = std::make_unique<QTemporaryDir>();
    if (onRedis) {
      m_redis = std::make_unique<RedisProcess>();
      QVERIFY2(m_redis->start(), "redis-server does not start");
    }
    QVERIFY(publish(50));
    for (int i = 0; i < kNodes; ++i) {
      m_nodes.push_back(makeNode(i));
      QVERIFY(m_nodes.back()->start());
    }
    QVERIFY(openProxy());
  }

  void cleanup() {
    m_clients.clear();
    m_proxy.reset();
    m_nodes.clear();
    m_redis.reset();
    m_registry.reset();
    m_blows.clear();
    m_logs.clear();
  }

  void nothingThatWasAcknowledgedIsLostDoubledOrOutOfOrder_data() {
    QTest::addColumn<bool>("onRedis");
    QTest::newRow("sqlite") << false;
    QTest::newRow("redis") << true;
  }
  void nothingThatWasAcknowledgedIsLostDoubledOrOutOfOrder() {
    const int asked = qEnvironmentVariableIntValue("HALFTONE_CHAOS_SECONDS");
    const int seconds = asked > 0 ? asked : kShortSeconds;
    for (int i = 0; i < kClients; ++i) {
      m_clients.push_back(std::make_unique<FaithfulClient>(m_entrance, "u" + std::to_string(i),
                                                           "room" + std::to_string(i % kRooms)));
      m_clients.back()->start();
    }
    QVERIFY(waitFor([this] { return allHaveReadAll(); }, kSettleMs));
    for (const auto& client : m_clients) client->talk(true);
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < seconds * 1000) {
      QTest::qWait(300 + m_random.bounded(1200));
      QVERIFY2(strikeOnce(), "something did not come back");
    }
    for (const auto& client : m_clients) client->talk(false);
    QVERIFY2(waitFor([this] { return allHaveReadAll(); }, kSettleMs), "somebody has not read all");
    QCOMPARE(faults(), 0);
    checkLogs();
    checkAcknowledged();
  }
};

HALFTONE_CHAT_TEST_MAIN(TestChaos)
#include "tst_chaos.moc"
