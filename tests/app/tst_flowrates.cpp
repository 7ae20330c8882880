// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/flowrates.h"

using halftone::app::FlowRates;

class FlowRatesTest : public QObject {
  Q_OBJECT

 private slots:
  void oneMomentTellsNothing() {
    FlowRates rates;
    rates.take(1000, counters(100, 60, 40));
    QCOMPARE(rates.ofInstance(QStringLiteral("a")), 0.0);
    QCOMPARE(rates.ofGateway(QStringLiteral("proxy-1"), QStringLiteral("v1")), 0.0);
  }
  void whatFlowsInFlowsOut() {
    FlowRates rates;
    for (int second = 0; second < 30; ++second) {
      const auto n = static_cast<quint64>(second);
      rates.take(1000 * (second + 1), counters(100 * n, 60 * n, 40 * n));
    }
    QCOMPARE(rates.ofInstance(QStringLiteral("a")), 100.0);
    QCOMPARE(rates.ofGateway(QStringLiteral("proxy-1"), QStringLiteral("v1")), 60.0);
    QCOMPARE(rates.ofGateway(QStringLiteral("proxy-2"), QStringLiteral("v1")), 40.0);
    QCOMPARE(rates.ofGateway(QStringLiteral("proxy-3"), QStringLiteral("v1")), 0.0);
  }
  void onlyTheLastTenSecondsCount() {
    FlowRates rates;
    for (int second = 1; second <= 20; ++second)
      rates.take(1000 * second, counters(second < 10 ? 0 : 500, 0, 0));
    rates.take(21'000, counters(500, 0, 0));
    QCOMPARE(rates.ofInstance(QStringLiteral("a")), 0.0);  // what came, came before
  }
  void aDeadGatewayFadesAndARestartedOneCountsAnew() {
    FlowRates rates;
    for (int second = 1; second <= 11; ++second)
      rates.take(1000 * second, counters(0, static_cast<quint64>(1000 * second), second < 10 ? 5000 : 10));
    QCOMPARE(rates.ofGateway(QStringLiteral("proxy-2"), QStringLiteral("v1")), 0.0);
    rates.take(12'000, counters(0, 11'000, 40));
    QCOMPARE(rates.ofGateway(QStringLiteral("proxy-2"), QStringLiteral("v1")), 15.0);  // 30 in two seconds
    for (int second = 13; second <= 23; ++second) rates.take(1000 * second, counters(0, 11'000, 40));
    QCOMPARE(rates.ofGateway(QStringLiteral("proxy-1"), QStringLiteral("v1")), 0.0);
  }
  void aMomentOfThePastIsNotTaken() {
    FlowRates rates;
    rates.take(1000, counters(0, 0, 0));
    rates.take(2000, counters(10, 0, 0));
    rates.take(2000, counters(99, 0, 0));
    rates.take(1500, counters(99, 0, 0));
    QCOMPARE(rates.ofInstance(QStringLiteral("a")), 10.0);
  }

 private:
  static FlowRates::Counters counters(quint64 instance, quint64 first, quint64 second) {
    const QString version = QStringLiteral("v1");
    return {{{QStringLiteral("a"), instance}},
            {{{QStringLiteral("proxy-1"), version}, first}, {{QStringLiteral("proxy-2"), version}, second}}};
  }
};

QTEST_GUILESS_MAIN(FlowRatesTest)
#include "tst_flowrates.moc"
