// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/demostate.h"
#include "app/feeds/streamsocket.h"

using namespace halftone::app;
using halftone::ErrorCode;

class DemoStateTest : public QObject {
  Q_OBJECT

 private slots:
  void readsWhatTheDemoSends() {
    const auto state = readDemoState(
        R"({"type":"demo","epoch":"1c","time":1763800000123,
            "crowd":{"users":200,"maxUsers":2000,"requestsPerSecond":151.5,"requests":9000,"failed":2,
                     "sessions":80,"reconnects":3},
            "processes":[{"id":"chat-1","role":"chat","version":"v1","pid":4711,"state":"running",
                          "address":"127.0.0.1:9001","admin":"127.0.0.1:9101","cpuPercent":1.5,
                          "rssBytes":21000000,"restarts":1}],
            "faults":[{"version":"v1","errorRate":0.25,"latencyMs":200}]})");
    QVERIFY(state);
    QCOMPARE(state->crowd.users, 200);
    QCOMPARE(state->crowd.maxUsers, 2000);
    QCOMPARE(state->crowd.requestsPerSecond, 151.5);
    QCOMPARE(state->crowd.failed, 2U);
    QCOMPARE(state->processes.size(), 1U);
    QCOMPARE(state->processes[0].pid, 4711);
    QCOMPARE(state->processes[0].rssBytes, 21'000'000U);
    QCOMPARE(state->faults[0].errorRate, 0.25);
    QCOMPARE(state->faults[0].latencyMs, 200);
  }

  void anythingElseIsAnError_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("no crowd") << QByteArray(R"({"processes":[]})");
  }
  void anythingElseIsAnError() {
    QFETCH(QByteArray, text);
    const auto state = readDemoState(text);
    QVERIFY(!state);
    QCOMPARE(state.error().code, ErrorCode::Protocol);
  }

  void oddNumbersAreBounded() {
    const auto state = readDemoState(
        R"({"crowd":{"users":-5,"maxUsers":1e300,"requests":"x"},"processes":[1,{}],
            "faults":[{"version":"v","errorRate":7,"latencyMs":-1}]})");
    QVERIFY(state);
    QCOMPARE(state->crowd.users, 0);
    QCOMPARE(state->crowd.maxUsers, 1'000'000'000);
    QCOMPARE(state->processes.size(), 1U);
    QCOMPARE(state->faults[0].errorRate, 1.0);
    QCOMPARE(state->faults[0].latencyMs, 0);
  }

  void streamsAreFoundByTheAdminAddress_data() {
    QTest::addColumn<QString>("admin");
    QTest::addColumn<QString>("stream");
    QTest::newRow("http") << QStringLiteral("http://10.0.0.1:9101")
                          << QStringLiteral("ws://10.0.0.1:9101/v1/stream");
    QTest::newRow("https") << QStringLiteral("https://a.b/") << QStringLiteral("wss://a.b/v1/stream");
    QTest::newRow("bare") << QStringLiteral("127.0.0.1:9101")
                          << QStringLiteral("ws://127.0.0.1:9101/v1/stream");
    QTest::newRow("six") << QStringLiteral("http://[::1]:1") << QStringLiteral("ws://[::1]:1/v1/stream");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << QString();
    QTest::newRow("no host") << QStringLiteral("http://") << QString();
    QTest::newRow("long") << QStringLiteral("http://") + QString(600, QLatin1Char('a')) << QString();
  }
  void streamsAreFoundByTheAdminAddress() {
    QFETCH(QString, admin);
    QFETCH(QString, stream);
    const auto url = streamUrl(admin.toStdString());
    QCOMPARE(url ? url->toString() : QString(), stream);
  }
};

QTEST_GUILESS_MAIN(DemoStateTest)
#include "tst_demostate.moc"
