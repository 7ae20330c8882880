// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QElapsedTimer>
#include <QVector>
#include <algorithm>
#include <memory>

#include "backend/consul/watch.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"
#include "tests/support/main.h"
#include "tests/support/scriptedserver.h"

using namespace halftone;
using namespace halftone::consul;
using halftone::test::exchange;
using halftone::test::ScriptedServer;

namespace {

constexpr int kSoonMs = 10'000;
constexpr int kSilenceMs = 20'000;  // 8 s, on a loaded machine

// A watch and what it has said, in order.
struct Watched {
  Watched(const QUrl& url, const QString& path, const QString& query = {}, std::vector<QUrl> others = {})
      : watch(std::make_unique<Watch>(Endpoint{url, {}, {}, std::move(others)}, path, query)) {
    QObject::connect(watch.get(), &Watch::changed, watch.get(), [this](const Answer& answer) {
      events.append(QByteArrayLiteral("changed"));
      answers.append(answer);
    });
    QObject::connect(watch.get(), &Watch::failed, watch.get(), [this](const Error& error) {
      events.append(QByteArrayLiteral("failed"));
      errors.append(error);
    });
    QObject::connect(watch.get(), &Watch::recovered, watch.get(),
                     [this] { events.append(QByteArrayLiteral("recovered")); });
    watch->start();
  }
  std::unique_ptr<Watch> watch;
  QByteArrayList events;
  QVector<Answer> answers;
  QVector<Error> errors;
};

QByteArray indexField(int index) {
  return "X-Consul-Index: " + QByteArray::number(index) + "\r\n";
}

}  // namespace

class TestWatch : public QObject {
  Q_OBJECT

  std::unique_ptr<test::RegistryUnderTest> m_registry = test::chosenRegistry();

  void put(const QByteArray& key, const QByteArray& value) {
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/kv/" + key, value).status, 200);
  }

 private slots:
  void initTestCase() { QVERIFY(m_registry->start()); }

  void firstAnswerIsAChangeEvenOfAnAbsentKey() {
    Watched absent(m_registry->url(), QStringLiteral("/v1/kv/never"));
    QTRY_COMPARE_WITH_TIMEOUT(absent.answers.size(), 1, kSoonMs);
    QCOMPARE(absent.answers.front().status, 404);
    QVERIFY(absent.answers.front().index > 0);
  }

  void writtenKeyWakesTheWatch() {
    put("wake/a", "1");
    Watched watched(m_registry->url(), QStringLiteral("/v1/kv/wake/a"), QStringLiteral("raw"));
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.size(), 1, kSoonMs);
    put("wake/a", "2");
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.size(), 2, kSoonMs);
    QCOMPARE(watched.answers.last().body, QByteArray("2"));
  }

  void returnsWithoutAChangeAreNotTold() {
    put("same/a", "1");
    // A recursive read wakes on each write under the prefix, and ?raw of one key shows only its value.
    Watched watched(m_registry->url(), QStringLiteral("/v1/kv/same/a"), QStringLiteral("raw"));
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.size(), 1, kSoonMs);
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/kv/same/a?flags=7", "1").status, 200);
    put("same/a", "2");
    QTRY_VERIFY_WITH_TIMEOUT(watched.answers.last().body == "2", kSoonMs);
    QCOMPARE(watched.answers.size(), 2);
  }

  void registeredInstanceWakesAHealthWatch() {
    Watched watched(m_registry->url(), QStringLiteral("/v1/health/service/web"));
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.size(), 1, kSoonMs);
    QCOMPARE(watched.answers.front().body.trimmed(), QByteArray("[]"));
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/service/register", R"({"Name":"web"})").status,
             200);
    QTRY_VERIFY_WITH_TIMEOUT(watched.answers.last().body.contains("\"web\""), kSoonMs);
  }

  void fiftyWatchesOfOneAgentAreAllLive() {
    std::vector<std::unique_ptr<Watched>> all;
    const auto have = [&all](qsizetype answers) {
      return std::ranges::count_if(all, [&](const auto& w) { return w->answers.size() == answers; });
    };
    for (int i = 0; i < 50; ++i) {
      put("many/" + QByteArray::number(i), "1");
      all.push_back(std::make_unique<Watched>(m_registry->url(), QStringLiteral("/v1/kv/many/%1").arg(i),
                                              QStringLiteral("raw")));
    }
    QTRY_COMPARE_WITH_TIMEOUT(have(1), 50, 3 * kSoonMs);
    for (int i = 0; i < 50; ++i) put("many/" + QByteArray::number(i), "2");
    QTRY_COMPARE_WITH_TIMEOUT(have(2), 50, kSoonMs);
  }

  void restartedConsulIsFoundAgain() {
    test::ConsulProcess consul;
    QVERIFY(consul.start());
    // Writes that take the index higher than the new Consul's will be at first.
    for (int i = 0; i < 30; ++i) {
      QCOMPARE(exchange("PUT", consul.url(), "/v1/kv/r/" + QByteArray::number(i), "x").status, 200);
    }
    Watched watched(consul.url(), QStringLiteral("/v1/kv/r/29"), QStringLiteral("raw"));
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.size(), 1, kSoonMs);
    consul.stop();
    QTRY_VERIFY_WITH_TIMEOUT(watched.events.contains("failed"), kSoonMs);
    QVERIFY(consul.restart());
    QTRY_VERIFY_WITH_TIMEOUT(watched.events.contains("recovered"), kSoonMs);
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.last().status, 404, kSoonMs);

    QCOMPARE(exchange("PUT", consul.url(), "/v1/kv/r/29", "y").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.last().body, QByteArray("y"), kSoonMs);
    QVERIFY(watched.events.indexOf("recovered") > watched.events.indexOf("failed"));
  }

  // A stopped process: its connections stay open and are acknowledged, but nobody answers.
  void silentRegistryIsNoticedAndHealsByItself() {
    const auto registry = test::chosenRegistry();
    QVERIFY(registry->start());
    Watched watched(registry->url(), QStringLiteral("/v1/kv/silence"), QStringLiteral("raw"));
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.size(), 1, kSoonMs);
    const auto pid = static_cast<pid_t>(registry->process().pid());
    QCOMPARE(kill(pid, SIGSTOP), 0);
    QElapsedTimer clock;
    clock.start();
    QTRY_COMPARE_WITH_TIMEOUT(watched.errors.size(), 1, kSilenceMs);
    qInfo("noticed after %lld ms", static_cast<long long>(clock.elapsed()));
    QCOMPARE(watched.errors.front().code, ErrorCode::Timeout);
    QCOMPARE(kill(pid, SIGCONT), 0);
    QTRY_VERIFY_WITH_TIMEOUT(watched.events.contains("recovered"), kSilenceMs);
    QCOMPARE(exchange("PUT", registry->url(), "/v1/kv/silence", "over").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.last().body, QByteArray("over"), kSoonMs);
  }

  void silentAddressIsLeftForTheNext() {
    const auto first = test::chosenRegistry();
    QVERIFY(first->start());
    QCOMPARE(exchange("PUT", first->url(), "/v1/kv/whose", "first").status, 200);
    put("whose", "second");
    Watched watched(first->url(), QStringLiteral("/v1/kv/whose"), QStringLiteral("raw"), {m_registry->url()});
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.size(), 1, kSoonMs);
    QCOMPARE(watched.answers.last().body, QByteArray("first"));
    QCOMPARE(kill(static_cast<pid_t>(first->process().pid()), SIGSTOP), 0);
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.last().body, QByteArray("second"), kSilenceMs);
    put("whose", "still the second");
    QTRY_COMPARE_WITH_TIMEOUT(watched.answers.last().body, QByteArray("still the second"), kSoonMs);
    QCOMPARE(kill(static_cast<pid_t>(first->process().pid()), SIGCONT), 0);
  }

  // Nothing changes for long, but the address says that it lives: no failure, and one question for all.
  void longWaitIsNoSilence() {
    int asked = 0;
    ScriptedServer server([&asked](const QByteArray& head) -> std::optional<QByteArray> {
      if (head.contains("/v1/status/leader")) {
        ++asked;
        return ScriptedServer::answer(200, "\"127.0.0.1:8300\"");
      }
      if (head.contains("index=")) return std::nullopt;
      return ScriptedServer::answer(200, "[]", indexField(7));
    });
    const Watched one(server.url(), QStringLiteral("/v1/x"));
    const Watched two(server.url(), QStringLiteral("/v1/y"));
    QTRY_COMPARE_WITH_TIMEOUT(asked, 2, kSilenceMs);
    QCOMPARE(one.events, QByteArrayList{"changed"});
    QCOMPARE(two.events, QByteArrayList{"changed"});
    QCOMPARE(server.targets().count("/v1/status/leader"), 2);
  }

  void indexThatGoesBackIsAskedAnewWithoutBlocking() {
    QVector<int> indexes{10, 5, 6};
    ScriptedServer server([&indexes](const QByteArray&) -> std::optional<QByteArray> {
      if (indexes.isEmpty()) return std::nullopt;
      return ScriptedServer::answer(200, "[]", indexField(indexes.takeFirst()));
    });
    const Watched watched(server.url(), QStringLiteral("/v1/x"), QStringLiteral("q"));
    QTRY_COMPARE_WITH_TIMEOUT(server.targets().size(), 4, kSoonMs);
    QCOMPARE(server.targets()[0], QByteArray("/v1/x?q"));
    QCOMPARE(server.targets()[1], QByteArray("/v1/x?q&index=10&wait=60s"));
    QCOMPARE(server.targets()[2], QByteArray("/v1/x?q"));
    QCOMPARE(server.targets()[3], QByteArray("/v1/x?q&index=6&wait=60s"));
    QCOMPARE(watched.events, QByteArrayList{"changed"});
  }

  void answersWithoutIndexDoNotMakeAFlood() {
    ScriptedServer server([](const QByteArray&) { return ScriptedServer::answer(200, "[]"); });
    const Watched watched(server.url(), QStringLiteral("/v1/x"));
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY_WITH_TIMEOUT(server.targets().size() >= 6, kSoonMs);
    // The first and a burst of two at once, and then one each 250 ms.
    QVERIFY2(clock.elapsed() >= 700, QByteArray::number(clock.elapsed()).constData());
    QCOMPARE(server.targets()[1], QByteArray("/v1/x?index=1&wait=60s"));
  }

  void sameFailureIsToldOnceAndAnotherReasonAgain() {
    int asked = 0;
    ScriptedServer server([&asked](const QByteArray&) {
      return ScriptedServer::answer(500, ++asked <= 3 ? "No cluster leader" : "rpc error");
    });
    const Watched watched(server.url(), QStringLiteral("/v1/x"));
    QTRY_VERIFY_WITH_TIMEOUT(asked >= 5, kSoonMs);
    QCOMPARE(watched.errors.size(), 2);
    QCOMPARE(watched.errors[0].code, ErrorCode::Unreachable);
    QCOMPARE(watched.errors[0].message, std::string("No cluster leader"));
    QCOMPARE(watched.errors[1].message, std::string("rpc error"));
  }

  void stoppedWatchSaysNothingMore() {
    put("stop/a", "1");
    Watched stopped(m_registry->url(), QStringLiteral("/v1/kv/stop/a"), QStringLiteral("raw"));
    Watched other(m_registry->url(), QStringLiteral("/v1/kv/stop/a"), QStringLiteral("raw"));
    QTRY_COMPARE_WITH_TIMEOUT(stopped.answers.size(), 1, kSoonMs);
    QTRY_COMPARE_WITH_TIMEOUT(other.answers.size(), 1, kSoonMs);
    stopped.watch->stop();
    put("stop/a", "2");
    QTRY_COMPARE_WITH_TIMEOUT(other.answers.size(), 2, kSoonMs);
    QCOMPARE(stopped.events, QByteArrayList{"changed"});
    stopped.watch->start();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.answers.size(), 2, kSoonMs);
  }

  void watchMayBeDestroyedByWhomItTells() {
    auto watched = std::make_unique<Watched>(m_registry->url(), QStringLiteral("/v1/kv/never"));
    connect(watched->watch.get(), &Watch::changed, this, [&watched] { watched.reset(); });
    QTRY_VERIFY_WITH_TIMEOUT(!watched, kSoonMs);
  }
};

HALFTONE_TEST_MAIN(TestWatch)
#include "tst_watch.moc"
