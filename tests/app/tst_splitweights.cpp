// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QTest>
#include <numeric>

#include "app/viewmodels/splitweights.h"

using namespace halftone::app;

namespace {

using Parts = std::vector<SplitPart>;

int sumOf(const Parts& parts) {
  return std::accumulate(parts.begin(), parts.end(), 0,
                         [](int sum, const SplitPart& p) { return sum + p.weight; });
}

QList<int> weights(const Parts& parts) {
  QList<int> list;
  for (const SplitPart& part : parts) list.append(part.weight);
  return list;
}

Parts threeWithStableLast() {
  return {{500, false, false}, {1500, false, false}, {8000, false, true}};
}

}  // namespace

class SplitWeightsTest : public QObject {
  Q_OBJECT

 private slots:
  void stableAbsorbsTheDifference() {
    QCOMPARE(weights(withWeight(threeWithStableLast(), 0, 3000, Balancing::StableAbsorbs)),
             (QList<int>{3000, 1500, 5500}));
  }
  void whatStableCannotGiveTheOthersDo() {
    QCOMPARE(weights(withWeight(threeWithStableLast(), 0, 9000, Balancing::StableAbsorbs)),
             (QList<int>{9000, 1000, 0}));
  }
  void movingStableItselfSharesAmongTheOthers() {
    QCOMPARE(weights(withWeight(threeWithStableLast(), 2, 6000, Balancing::StableAbsorbs)),
             (QList<int>{1000, 3000, 6000}));
  }
  void proportionalKeepsTheRatioOfTheOthers() {
    QCOMPARE(weights(withWeight(threeWithStableLast(), 0, 5250, Balancing::Proportional)),
             (QList<int>{5250, 750, 4000}));
  }
  void lockedPartsKeepTheirWeightAndLimitTheRest() {
    Parts parts = threeWithStableLast();
    parts[1].locked = true;
    QCOMPARE(largestWeight(parts, 0), 8500);
    QCOMPARE(weights(withWeight(parts, 0, 10000, Balancing::StableAbsorbs)), (QList<int>{8500, 1500, 0}));
    QCOMPARE(withWeight(parts, 1, 100, Balancing::StableAbsorbs), parts);
  }
  void nothingMovesWhenAllOthersAreLocked() {
    Parts parts = threeWithStableLast();
    parts[1].locked = parts[2].locked = true;
    QCOMPARE(withWeight(parts, 0, 9999, Balancing::Proportional), parts);
  }
  void evenlyGivesTheRemainderToStable() {
    QCOMPARE(weights(withEqualWeights(threeWithStableLast())), (QList<int>{3333, 3333, 3334}));
  }
  void rowsThatDoNotExistChangeNothing() {
    QCOMPARE(withWeight(threeWithStableLast(), 7, 10, Balancing::Proportional), threeWithStableLast());
    QCOMPARE(withWeight(threeWithStableLast(), -1, 10, Balancing::Proportional), threeWithStableLast());
  }

  void anySeriesOfEditsKeepsTheSumAndTheLocks() {
    QRandomGenerator random(20261122);
    for (int round = 0; round < 2000; ++round) {
      Parts parts(static_cast<std::size_t>(random.bounded(1, 8)));
      parts[0].weight = kWholeSplit;
      parts[static_cast<std::size_t>(random.bounded(static_cast<int>(parts.size())))].stable = true;
      for (int edit = 0; edit < 50; ++edit) {
        const int row = random.bounded(static_cast<int>(parts.size()));
        const Parts before = parts;
        if (random.bounded(5) == 0) parts[static_cast<std::size_t>(row)].locked ^= true;
        const auto balancing = random.bounded(2) == 0 ? Balancing::StableAbsorbs : Balancing::Proportional;
        const Parts locked = parts;
        parts = random.bounded(10) == 0 ? withEqualWeights(parts)
                                        : withWeight(parts, row, random.bounded(-500, 11000), balancing);
        QCOMPARE(sumOf(parts), kWholeSplit);
        for (std::size_t i = 0; i < parts.size(); ++i) {
          QVERIFY(parts[i].weight >= 0);
          if (locked[i].locked) QCOMPARE(parts[i].weight, before[i].weight);
        }
      }
    }
  }
};

QTEST_APPLESS_MAIN(SplitWeightsTest)
#include "tst_splitweights.moc"
