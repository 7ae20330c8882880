// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "backend/telemetry/difference.h"

using namespace halftone::telemetry;
using namespace std::chrono_literals;

class DifferenceTest : public QObject {
  Q_OBJECT

 private slots:
  // Newcombe 1998, table II, method 10; there the difference is first less second.
  void proportionsDifferAsInNewcombesTable_data() {
    QTest::addColumn<quint64>("a");
    QTest::addColumn<quint64>("m");
    QTest::addColumn<quint64>("b");
    QTest::addColumn<quint64>("n");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    const auto row = [](const char* name, quint64 a, quint64 m, quint64 b, quint64 n, double low,
                        double high) { QTest::newRow(name) << a << m << b << n << low << high; };
    row("56/70-48/80", 56, 70, 48, 80, 0.0524, 0.3339);
    row("9/10-3/10", 9, 10, 3, 10, 0.1705, 0.8090);
    row("6/7-2/7", 6, 7, 2, 7, 0.0582, 0.8062);
    row("5/56-0/29", 5, 56, 0, 29, -0.0381, 0.1926);
    row("0/10-0/20", 0, 10, 0, 20, -0.1611, 0.2775);
    row("0/10-0/10", 0, 10, 0, 10, -0.2775, 0.2775);
    row("10/10-0/20", 10, 10, 0, 20, 0.6791, 1.0);
    row("10/10-0/10", 10, 10, 0, 10, 0.6075, 1.0);
  }
  void proportionsDifferAsInNewcombesTable() {
    QFETCH(quint64, a);
    QFETCH(quint64, m);
    QFETCH(quint64, b);
    QFETCH(quint64, n);
    QFETCH(double, low);
    QFETCH(double, high);
    const Difference found = newcombe95({b, n}, {a, m});
    QVERIFY2(std::abs(found.low - low) < 0.0001, qPrintable(QString::number(found.low)));
    QVERIFY2(std::abs(found.high - high) < 0.0001, qPrintable(QString::number(found.high)));
  }
  void withoutTrialsAnyDifferenceIsPossible() {
    QCOMPARE(newcombe95({0, 0}, {1, 10}), (Difference{0, -1, 1}));
  }

  // Conover 1999, section 3.2: of 100 records the median lies between the 40th and the 61st.
  void theMedianOfAHundredLiesBetweenItsOrderStatistics() {
    Histogram sample;
    for (int ms = 1; ms <= 100; ++ms) sample.record(std::chrono::milliseconds(ms));
    const QuantileInterval median = quantile95(sample, 0.5);
    QVERIFY(median.known);
    QVERIFY2(median.low <= 40 && median.low > 39, qPrintable(QString::number(median.low)));
    QVERIFY2(median.high >= 61 && median.high < 62.1, qPrintable(QString::number(median.high)));
  }
  void aSmallSampleDoesNotBoundItsTail() {
    Histogram sample;
    for (int i = 0; i < 71; ++i) sample.record(10ms);
    QVERIFY(!quantile95(sample, 0.95).known);
    sample.record(10ms);
    QVERIFY(quantile95(sample, 0.95).known);
    QVERIFY(!quantile95(Histogram(), 0.95).known);
  }
  void exactAndNormalRanksAgreeWhereTheyMeet() {
    Histogram exact;
    Histogram normal;
    for (int i = 0; i < 5000; ++i) exact.record(std::chrono::microseconds(1000 + 10 * i));
    for (int i = 0; i < 5001; ++i) normal.record(std::chrono::microseconds(1000 + 10 * i));
    const QuantileInterval a = quantile95(exact, 0.95);
    const QuantileInterval b = quantile95(normal, 0.95);
    QVERIFY(std::abs(a.low - b.low) <= a.low / 60);
    QVERIFY(std::abs(a.high - b.high) <= a.high / 60);
  }
  void quantilesThatAreFarApartDifferForSure() {
    Histogram fast;
    Histogram slow;
    for (int i = 0; i < 1000; ++i) fast.record(std::chrono::microseconds(10'000 + i));
    for (int i = 0; i < 1000; ++i) slow.record(std::chrono::microseconds(30'000 + i));
    const Difference found = difference(quantile95(fast, 0.95), quantile95(slow, 0.95));
    QVERIFY(found.low > 18);
    QVERIFY(found.high < 22);
    QVERIFY(found.low <= found.value && found.value <= found.high);
  }
};

QTEST_APPLESS_MAIN(DifferenceTest)
#include "tst_difference.moc"
