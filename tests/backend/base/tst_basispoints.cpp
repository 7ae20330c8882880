// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/base/basispoints.h"

using halftone::BasisPoints;

class TestBasisPoints : public QObject {
  Q_OBJECT
 private slots:
  void everyHundredthSurvivesTheTripThroughDouble() {
    for (int i = 0; i <= 10000; ++i) {
      const auto share = BasisPoints::fromPercent(i / 100.0);
      QVERIFY(share.has_value());
      QCOMPARE(share->value(), i);
      QCOMPARE(BasisPoints::fromPercent(std::stod(share->toString()))->value(), i);
    }
  }
  void moreThanTwoDecimalsAreNoShare() {
    for (const double percent : {0.001, 33.333, 99.999, -0.01, 100.01, -1.0, 1e300})
      QVERIFY(!BasisPoints::fromPercent(percent));
    QVERIFY(!BasisPoints::fromPercent(std::numeric_limits<double>::quiet_NaN()));
  }
  void theTextIsTheShortestDecimal() {
    QCOMPARE(BasisPoints(500).toString(), std::string("5"));
    QCOMPARE(BasisPoints(50).toString(), std::string("0.5"));
    QCOMPARE(BasisPoints(3333).toString(), std::string("33.33"));
    QCOMPARE(BasisPoints(9905).toString(), std::string("99.05"));
    QCOMPARE(BasisPoints().toString(), std::string("0"));
  }
};

QTEST_APPLESS_MAIN(TestBasisPoints)
#include "tst_basispoints.moc"
