// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/e2e/demoprocess.h"
#include "tests/e2e/epollmain.h"
#include "tests/e2e/load.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone::test;
using nlohmann::json;

namespace {

constexpr int kUsers = 3000;
constexpr int kPublishWithinMs = 2000;

std::vector<std::string> users() {
  std::vector<std::string> ids;
  for (int i = 0; i < kUsers; ++i) ids.push_back("person-" + std::to_string(i));
  return ids;
}

int countOf(const std::vector<Outcome>& outcomes, const std::string& version) {
  return static_cast<int>(std::count_if(outcomes.begin(), outcomes.end(),
                                        [&](const Outcome& o) { return o.version == version; }));
}

bool isWithinThreeDeviations(int count, double share) {
  const double mean = kUsers * share;
  return std::abs(count - mean) <= 3 * std::sqrt(mean * (1 - share));
}

json traffic(const QUrl& proxyAdmin) {
  const HttpReply reply = exchange("GET", proxyAdmin, "/v1/traffic");
  return json::parse(reply.body.toStdString(), nullptr, false);
}

}  // namespace

// The product's main promise, as a user of the programs sees it: with the embedded registry and with Consul.
class TestRelease : public QObject {
  Q_OBJECT
 private slots:
  void aPublishMovesExactlyTheUsersItShouldAndFailsNoRequest_data() {
    QTest::addColumn<bool>("realConsul");
    QTest::newRow("embedded registry") << false;
    QTest::newRow("real Consul") << true;
  }
  void aPublishMovesExactlyTheUsersItShouldAndFailsNoRequest();

 private:
  void writeRequests(const std::vector<std::string>& ids);
  // Each outcome's version is what halftonectl decides for the same request under the policy in force.
  void compareWithDecide(const DemoProcess& demo, const std::vector<Outcome>& outcomes);
  void publish(const DemoProcess& demo, double v2Percent);

  QTemporaryDir m_directory;
  [[nodiscard]] QString path(const char* name) const { return m_directory.filePath(QString::fromUtf8(name)); }
};

void TestRelease::writeRequests(const std::vector<std::string>& ids) {
  QFile file(path("requests.jsonl"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  for (const std::string& id : ids) {
    const json request{
        {"method", "GET"},
        {"target", "/api/version"},
        {"headers", json::array({json::array({"Host", "demo"}), json::array({"X-User-ID", id})})},
        {"client", "127.0.0.1"}};
    file.write(QByteArray::fromStdString(request.dump() + "\n"));
  }
}

void TestRelease::compareWithDecide(const DemoProcess& demo, const std::vector<Outcome>& outcomes) {
  const CommandResult got =
      halftonectl({QStringLiteral("policy"), QStringLiteral("get"), QStringLiteral("chat"),
                   QStringLiteral("--consul"), demo.consul().toString()});
  QVERIFY2(got.exitCode == 0, got.errors.constData());
  QFile file(path("inforce.json"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(got.output);
  file.close();
  const CommandResult decided =
      halftonectl({QStringLiteral("policy"), QStringLiteral("decide"), path("inforce.json"),
                   QStringLiteral("--requests"), path("requests.jsonl")});
  QVERIFY2(decided.exitCode == 0, decided.errors.constData());
  const QList<QByteArray> lines = decided.output.trimmed().split('\n');
  QCOMPARE(static_cast<std::size_t>(lines.size()), outcomes.size());
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const json decision = json::parse(lines[i].toStdString(), nullptr, false);
    QVERIFY2(decision.is_object(), lines[i].constData());
    const Outcome& outcome = outcomes[static_cast<std::size_t>(i)];
    QVERIFY2(outcome.version == decision.value("version", ""),
             (lines[i] + " but the proxy chose " + outcome.version.c_str()).constData());
  }
}

void TestRelease::publish(const DemoProcess& demo, double v2Percent) {
  QFile current(path("inforce.json"));
  QVERIFY(current.open(QIODevice::ReadOnly));
  json policy = json::parse(current.readAll().toStdString(), nullptr, false);
  policy["default"]["split"] = {{{"version", "v2"}, {"weight", v2Percent}},
                                {{"version", "v1"}, {"weight", 100 - v2Percent}}};
  QFile next(path("next.json"));
  QVERIFY(next.open(QIODevice::WriteOnly));
  next.write(QByteArray::fromStdString(policy.dump()));
  next.close();

  // The load's event loop must turn while the command runs, or there would be no load.
  QProcess put;
  put.start(builtProgram(QStringLiteral("halftonectl")),
            {QStringLiteral("policy"), QStringLiteral("put"), path("next.json"), QStringLiteral("--consul"),
             demo.consul().toString()});
  QTRY_VERIFY_WITH_TIMEOUT(put.state() == QProcess::NotRunning, 20'000);
  QVERIFY2(put.exitCode() == 0, put.readAllStandardError().constData());
}

void TestRelease::aPublishMovesExactlyTheUsersItShouldAndFailsNoRequest() {
  QFETCH(bool, realConsul);
  ConsulProcess consul;
  QStringList arguments{QStringLiteral("--users"), QStringLiteral("20")};
  if (realConsul) {
    QVERIFY(consul.start());
    arguments << QStringLiteral("--consul") << consul.url().toString();
  }
  DemoProcess demo;
  QVERIFY(demo.start(arguments));
  QCOMPARE(demo.chat().size(), std::size_t{4});

  const std::vector<std::string> ids = users();
  writeRequests(ids);
  Load load(demo.proxy(), "/api/version");
  const std::vector<Outcome> before = load.sendAll(ids);
  for (const Outcome& outcome : before) QVERIFY2(outcome.status == 200, outcome.error.c_str());
  QVERIFY2(isWithinThreeDeviations(countOf(before, "v2"), 0.05),
           qPrintable(QString::number(countOf(before, "v2"))));
  QCOMPARE(countOf(before, "v1") + countOf(before, "v2"), kUsers);
  compareWithDecide(demo, before);
  if (QTest::currentTestFailed()) return;

  const auto revision = traffic(demo.proxyAdmin()).at("policy").at("revision").get<int>();
  load.startEndless(4);
  publish(demo, 30);
  if (QTest::currentTestFailed()) return;
  QElapsedTimer sincePublish;
  sincePublish.start();
  QTRY_VERIFY_WITH_TIMEOUT(traffic(demo.proxyAdmin()).at("policy").at("revision").get<int>() == revision + 1,
                           10'000);
  QVERIFY2(sincePublish.elapsed() < kPublishWithinMs, qPrintable(QString::number(sincePublish.elapsed())));
  const int atPublish = load.answered();
  QTRY_VERIFY_WITH_TIMEOUT(load.answered() > atPublish + 500, 30'000);
  load.stop();
  QVERIFY2(load.failures().empty(), load.failures().empty() ? "" : load.failures().front().error.c_str());

  const std::vector<Outcome> after = load.sendAll(ids);
  for (const Outcome& outcome : after) QVERIFY2(outcome.status == 200, outcome.error.c_str());
  QVERIFY2(isWithinThreeDeviations(countOf(after, "v2"), 0.30),
           qPrintable(QString::number(countOf(after, "v2"))));
  compareWithDecide(demo, after);
  if (QTest::currentTestFailed()) return;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (before[i].version == "v2") QCOMPARE(after[i].version, std::string("v2"));  // nobody moves back
  }
  QVERIFY(demo.stop());
}

HALFTONE_EPOLL_TEST_MAIN(TestRelease)
#include "tst_release.moc"
