// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/history/instancemarks.h"

using namespace halftone;
using namespace halftone::app;

namespace {

telemetry::InstanceTraffic instance(const char* id, const char* state) {
  telemetry::InstanceTraffic told;
  told.id = id;
  told.state = state;
  return told;
}

QString texts(const std::vector<HistoryMark>& marks) {
  QStringList all;
  for (const HistoryMark& mark : marks) all << mark.label + QLatin1Char(' ') + mark.detail;
  return all.join(QLatin1Char(','));
}

}  // namespace

class InstanceMarksTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsThereAtFirstIsNoChange() {
    InstanceMarks marks;
    QCOMPARE(texts(marks.take(1, {instance("a", "passing"), instance("b", "critical")})), QString());
  }
  void aChangeOfStateIsAMark_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QString>("detail");
    QTest::newRow("lost") << QByteArray("passing") << QByteArray("critical") << QStringLiteral("a critical");
    QTest::newRow("back") << QByteArray("critical") << QByteArray("passing") << QStringLiteral("a passing");
    QTest::newRow("ejected") << QByteArray("passing") << QByteArray("ejected") << QStringLiteral("a ejected");
    QTest::newRow("returned") << QByteArray("ejected") << QByteArray("passing")
                              << QStringLiteral("a returned");
    QTest::newRow("ejected, then lost")
        << QByteArray("ejected") << QByteArray("critical") << QStringLiteral("a critical");
    QTest::newRow("lost, then back but ejected")
        << QByteArray("critical") << QByteArray("ejected") << QStringLiteral("a ejected");
    QTest::newRow("ejected, then away on purpose")
        << QByteArray("ejected") << QByteArray("maintenance") << QStringLiteral("a maintenance");
    QTest::newRow("only a warning") << QByteArray("passing") << QByteArray("warning") << QString();
    QTest::newRow("the same") << QByteArray("ejected") << QByteArray("ejected") << QString();
  }
  void aChangeOfStateIsAMark() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, now);
    QFETCH(QString, detail);
    InstanceMarks marks;
    (void)marks.take(1, {instance("a", before.constData())});
    const std::vector<HistoryMark> taken = marks.take(2, {instance("a", now.constData())});
    QCOMPARE(texts(taken), detail);
    if (!taken.empty()) QCOMPARE(taken[0].time, 2.0);
  }
  void oneProxyThatEjectsItIsEnough() {
    InstanceMarks marks;
    (void)marks.take(1, {instance("a", "passing"), instance("a", "passing")});
    QCOMPARE(texts(marks.take(2, {instance("a", "passing"), instance("a", "ejected")})),
             QStringLiteral("a ejected"));
    QCOMPARE(texts(marks.take(3, {instance("a", "passing"), instance("a", "passing")})),
             QStringLiteral("a returned"));
  }
  void anInstanceThatIsNotToldAnyMoreIsGone() {
    InstanceMarks marks;
    (void)marks.take(1, {instance("a", "ejected"), instance("b", "passing"), instance("c", "passing")});
    QCOMPARE(texts(marks.take(2, {instance("c", "passing")})), QStringLiteral("a gone,b gone"));
  }
  // No proxy is heard: nothing is known of any.
  void silenceIsNoChange() {
    InstanceMarks marks;
    (void)marks.take(1, {instance("a", "passing")});
    QCOMPARE(texts(marks.take(2, {})), QString());
  }
};

QTEST_GUILESS_MAIN(InstanceMarksTest)
#include "tst_instancemarks.moc"
