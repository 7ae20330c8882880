// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>

#include <QElapsedTimer>
#include <QTest>

#include "tests/server/chat/jsoncompare.h"
#include "tests/server/chat/rawclient.h"
#include "tests/server/chat/testnode.h"

using namespace halftone::chat;
using namespace halftone::chat::testing;

class TestCrowd : public QObject {
  Q_OBJECT

  static constexpr int kClients = 2000;

 private slots:
  void initTestCase() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < 2 * kClients + 200) QSKIP("not enough file descriptors");
  }

  void twoThousandMembersHearEachMessageOnceAndInOrder() {
    const auto node = startNode(testConfig());
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.push_back(std::make_unique<RawClient>(node->address()));
      QVERIFY(clients.back()->upgrade("/ws?user=u" + std::to_string(i)).starts_with("HTTP/1.1 101"));
      clients.back()->sendText(R"({"type":"join","room":"big"})");
    }
    for (const auto& client : clients) QVERIFY(!client->readTextWith("\"joined\"").empty());
    QCOMPARE(node->counters().sessions.value(), std::uint64_t{kClients});
    constexpr int kMessages = 20;
    QElapsedTimer timer;
    timer.start();
    for (int i = 1; i <= kMessages; ++i) {
      clients[static_cast<std::size_t>(i)]->sendText(R"({"type":"say","room":"big","text":"hello"})");
    }
    for (const auto& client : clients) {
      for (int seq = 1; seq <= kMessages; ++seq) {
        const std::string message = client->readTextWith("\"message\"");
        QVERIFY(message.find("\"seq\":" + std::to_string(seq) + ",") != std::string::npos);
      }
    }
    qInfo("%d deliveries in %lld ms, %llu batches", kClients * kMessages, timer.elapsed(),
          static_cast<unsigned long long>(node->counters().batches.value()));
    QCOMPARE(node->counters().messagesOut.value(), std::uint64_t{kClients * kMessages});
    QCOMPARE(node->counters().slowClosed.value(), std::uint64_t{0});
    clients.clear();
    QTRY_COMPARE(node->counters().connections.value(), std::uint64_t{0});
    QCOMPARE(node->counters().rooms.value(), std::uint64_t{0});
  }

  void connectionsBeyondTheLimitAreToldAndTheOthersUndisturbed() {
    NodeConfig config = testConfig();
    config.limits.maxSessions = 100;
    const auto node = startNode(config);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
      clients.push_back(std::make_unique<RawClient>(node->address()));
      QVERIFY(clients.back()->upgrade("/ws?user=u").starts_with("HTTP/1.1 101"));
    }
    // Sixty-four more may still ask for pages; the next are told at once, without a request.
    for (int i = 0; i < 64; ++i) clients.push_back(std::make_unique<RawClient>(node->address()));
    RawClient refused(node->address());
    const std::string answer = refused.readAnswer();
    QVERIFY(answer.starts_with("HTTP/1.1 503"));
    QVERIFY(answer.find("Retry-After: ") != std::string::npos);
    clients[0]->sendText(R"({"type":"join","room":"r"})");
    QVERIFY(!clients[0]->readTextWith("\"joined\"").empty());
  }
};

HALFTONE_CHAT_TEST_MAIN(TestCrowd)
#include "tst_crowd.moc"
