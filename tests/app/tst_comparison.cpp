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
    QVERIFY(!found.of(Measure::Errors).known);
    const ComparisonTexts texts = comparisonTexts(found, QStringLiteral("v1"), QStringLiteral("v2"), {}, {});
    QCOMPARE(texts.kind, QStringLiteral("unknown"));
    QVERIFY(texts.verdict.startsWith(QStringLiteral("Not enough data")));
  }
  void moreErrorsThanChanceExplainsAreWorse() {
    const Comparison found = compareVersions(served(5'000, 5), served(1'000, 40));
    QCOMPARE(found.of(Measure::Errors).verdict, Verdict::Worse);
    QCOMPARE(found.of(Measure::P95).verdict, Verdict::Same);
    QCOMPARE(found.overall, Verdict::Worse);
    QVERIFY(found.of(Measure::Errors).difference.low > 0);
  }
  void aSlowerCandidateIsWorse() {
    QCOMPARE(compareVersions(served(2'000, 0), served(2'000, 0, 60ms)).of(Measure::P95).verdict,
             Verdict::Worse);
  }
  void aFasterOneWithFewerErrorsIsBetter() {
    const Comparison found = compareVersions(served(3'000, 90, 60ms), served(3'000, 3));
    QCOMPARE(found.of(Measure::Errors).verdict, Verdict::Better);
    QCOMPARE(found.of(Measure::P95).verdict, Verdict::Better);
    QCOMPARE(found.overall, Verdict::Better);
  }
  void betterInOneAndWorseInTheOtherIsWorse() {
    QCOMPARE(compareVersions(served(3'000, 300), served(3'000, 3, 90ms)).overall, Verdict::Worse);
  }
  void equalVersionsShowNoDifference() {
    const Comparison found = compareVersions(served(3'000, 3), served(3'000, 3));
    QCOMPARE(found.overall, Verdict::Same);
    QVERIFY(found.of(Measure::Errors).difference.low < 0 && found.of(Measure::Errors).difference.high > 0);
  }
  // 3 of 100 beside 2 of 100: the interval reaches to 7 points.
  void anIntervalTooWideToMeanAnythingIsNotEnough() {
    QCOMPARE(compareVersions(served(100, 2), served(100, 3)).of(Measure::Errors).verdict,
             Verdict::NotEnoughData);
  }
  void quantilesAreShownAndOnlyThe95thIsJudged() {
    HistoryBin tail = served(10'000, 0);
    for (int i = 0; i < 300; ++i) tail.latency.record(2s);  // 3 %: p99 and not p95
    tail.requests += 300;
    const Comparison found = compareVersions(served(10'000, 0), tail);
    QCOMPARE(found.of(Measure::P99).verdict, Verdict::Worse);
    QCOMPARE(found.of(Measure::P95).verdict, Verdict::Same);
    QCOMPARE(found.of(Measure::P50).verdict, Verdict::Same);
    QCOMPARE(found.overall, Verdict::Same);
    const ComparisonTexts texts = comparisonTexts(found, QStringLiteral("v1"), QStringLiteral("v2"), {}, {});
    QCOMPARE(texts.rows.size(), 5U);
    QCOMPARE(texts.rows[3][0].toString(), QStringLiteral("p99"));
    QCOMPARE(texts.rows[3][4].toString(), QStringLiteral("bad"));
  }
  void refusedResumesAreWorseAndFewSayNothing() {
    HistoryBin before = served(3'000, 3);
    HistoryBin after = served(3'000, 3);
    before.resumed = 200;
    after.resumed = 10;
    after.refused = 5;
    QCOMPARE(compareVersions(before, after).of(Measure::Refused).verdict, Verdict::NotEnoughData);
    QCOMPARE(compareVersions(before, after).overall, Verdict::Same);
    after.resumed = 150;
    after.refused = 50;
    const Comparison found = compareVersions(before, after);
    QCOMPARE(found.of(Measure::Refused).verdict, Verdict::Worse);
    QCOMPARE(found.overall, Verdict::Worse);
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
