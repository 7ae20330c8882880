// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/comparison.h"
#include "app/viewmodels/healthtexts.h"

using namespace halftone::app;
using namespace std::chrono_literals;

namespace {

HistoryBin served(std::uint64_t requests, std::uint64_t errors, std::chrono::microseconds latency = 20ms) {
  HistoryBin bin;
  bin.seconds = 60;
  bin.requests = requests;
  bin.errors = errors;
  for (std::uint64_t i = 0; i < requests; ++i)
    bin.latency.record(latency + std::chrono::microseconds(i % 100));
  return bin;
}

}  // namespace

class ComparisonTest : public QObject {
  Q_OBJECT

 private slots:
  void fewRequestsAreNotEnoughAndNotGreen() {
    const Comparison found = compareVersions(served(10'000, 1), served(99, 0));
    QCOMPARE(found.overall, Verdict::NotEnoughData);
    QVERIFY(!found.hasErrors);
    const ComparisonTexts texts = comparisonTexts(found, QStringLiteral("v1"), QStringLiteral("v2"), {}, {});
    QCOMPARE(texts.kind, QStringLiteral("unknown"));
    QVERIFY(texts.verdict.startsWith(QStringLiteral("Not enough data")));
  }
  void moreErrorsThanChanceExplainsAreWorse() {
    const Comparison found = compareVersions(served(5'000, 5), served(1'000, 40));
    QCOMPARE(found.errors, Verdict::Worse);
    QCOMPARE(found.latency, Verdict::Same);
    QCOMPARE(found.overall, Verdict::Worse);
    QVERIFY(found.errorDifference.low > 0);
  }
  void aSlowerCandidateIsWorse() {
    QCOMPARE(compareVersions(served(2'000, 0), served(2'000, 0, 60ms)).latency, Verdict::Worse);
  }
  void aFasterOneWithFewerErrorsIsBetter() {
    const Comparison found = compareVersions(served(3'000, 90, 60ms), served(3'000, 3));
    QCOMPARE(found.errors, Verdict::Better);
    QCOMPARE(found.latency, Verdict::Better);
    QCOMPARE(found.overall, Verdict::Better);
  }
  void betterInOneAndWorseInTheOtherIsWorse() {
    QCOMPARE(compareVersions(served(3'000, 300), served(3'000, 3, 90ms)).overall, Verdict::Worse);
  }
  void equalVersionsShowNoDifference() {
    const Comparison found = compareVersions(served(3'000, 3), served(3'000, 3));
    QCOMPARE(found.overall, Verdict::Same);
    QVERIFY(found.errorDifference.low < 0 && found.errorDifference.high > 0);
  }
  // 3 of 100 beside 2 of 100: the interval reaches to 7 points.
  void anIntervalTooWideToMeanAnythingIsNotEnough() {
    QCOMPARE(compareVersions(served(100, 2), served(100, 3)).errors, Verdict::NotEnoughData);
  }
  void withoutASecondVersionThereIsNothingToCompare() {
    const ComparisonTexts texts = comparisonTexts({}, QStringLiteral("v1"), {}, {}, {});
    QCOMPARE(texts.kind, QStringLiteral("unknown"));
    QVERIFY(texts.rows.empty());
  }
  void marksSayWhatHappened() {
    const std::vector<ChartMark> marks =
        chartMarks({{1000, QStringLiteral("publish"), QStringLiteral("r7"), {}},
                    {1001, QStringLiteral("fault"), QStringLiteral("v2"), QStringLiteral("10 200")},
                    {1002, QStringLiteral("fault"), QStringLiteral("v2"), QStringLiteral("0 0")},
                    {1003, QStringLiteral("instance"), QStringLiteral("chat-2"), QStringLiteral("critical")}},
                   2'000'000);
    QVERIFY(marks[0].detail.contains(QStringLiteral("r7")));
    QVERIFY(!marks[0].bad);
    QVERIFY(marks[1].detail.contains(QStringLiteral("10 %")) &&
            marks[1].detail.contains(QStringLiteral("200 ms")));
    QVERIFY(marks[1].bad);
    QVERIFY(!marks[2].bad);
    QVERIFY(marks[3].bad);
  }
};

QTEST_GUILESS_MAIN(ComparisonTest)
#include "tst_comparison.moc"
