// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <random>

#include "backend/telemetry/histogram.h"
#include "backend/telemetry/proportion.h"
#include "backend/telemetry/timeseries.h"

using namespace halftone::telemetry;
using std::chrono::microseconds;

class TelemetryTest : public QObject {
  Q_OBJECT
 private slots:
  void everyLatencyLiesInItsBucket();
  void bucketsAreContiguousAndAtMostASixtyFourthWide();
  void latenciesBeyondTheRangeFallIntoTheLastBucket();
  void quantilesAreWithinOnePercentOfTheTruth();
  void quantileOfNothingIsZero();
  void mergedPartsEqualTheWhole();
  void differenceHoldsOnlyWhatCameSince();
  void sparseFormRebuildsTheHistogram();
  void wilsonAgreesWithPublishedFigures();
  void wilsonWithoutTrialsIsTheWholeRange();
  void seriesForgetsTheOldest();
  void seriesReplacesASampleOfTheSameTime();
  void seriesTellsTheMeanSinceATime();
};

void TelemetryTest::everyLatencyLiesInItsBucket() {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t value = random() >> 32 >> random() % 32;
    const int bucket = Histogram::bucketOf(value);
    QVERIFY(Histogram::lowerBound(bucket) <= value);
    QVERIFY(value < Histogram::lowerBound(bucket + 1));
  }
}

void TelemetryTest::bucketsAreContiguousAndAtMostASixtyFourthWide() {
  for (int bucket = 0; bucket < Histogram::kBuckets; ++bucket) {
    const std::uint64_t low = Histogram::lowerBound(bucket);
    const std::uint64_t high = Histogram::lowerBound(bucket + 1);
    QVERIFY(low < high);
    QCOMPARE(Histogram::bucketOf(low), bucket);
    QCOMPARE(Histogram::bucketOf(high - 1), bucket);
    QVERIFY(high - low == 1 || (high - low) * 64 <= low);
  }
}

void TelemetryTest::latenciesBeyondTheRangeFallIntoTheLastBucket() {
  QCOMPARE(Histogram::bucketOf(std::uint64_t{1} << 32), Histogram::kBuckets - 1);
  QCOMPARE(Histogram::bucketOf(~std::uint64_t{0}), Histogram::kBuckets - 1);
  Histogram histogram;
  histogram.record(microseconds{-5});
  QCOMPARE(histogram.sparse().front().first, 0);
}

void TelemetryTest::quantilesAreWithinOnePercentOfTheTruth() {
  Histogram histogram;
  for (int i = 1; i <= 10'000; ++i) histogram.record(microseconds{i});
  for (const double share : {0.0, 0.5, 0.95, 0.99, 1.0}) {
    const double truth = std::max(1.0, share * 10'000);
    const auto found = static_cast<double>(histogram.quantile(share).count());
    QVERIFY2(std::abs(found - truth) <= truth / 100 + 1, qPrintable(QString::number(found)));
  }
}

void TelemetryTest::quantileOfNothingIsZero() {
  QCOMPARE(Histogram().quantile(0.5).count(), 0);
  QCOMPARE(Histogram().count(), std::uint64_t{0});
}

void TelemetryTest::mergedPartsEqualTheWhole() {
  Histogram whole;
  Histogram a;
  Histogram b;
  for (int i = 0; i < 1'000; ++i) {
    whole.record(microseconds{i * 37});
    (i % 3 == 0 ? a : b).record(microseconds{i * 37});
  }
  a.merge(b);
  QVERIFY(a == whole);
}

void TelemetryTest::differenceHoldsOnlyWhatCameSince() {
  Histogram histogram;
  histogram.record(microseconds{100});
  const Histogram earlier = histogram;
  histogram.record(microseconds{5'000});
  const Histogram since = histogram.since(earlier);
  QCOMPARE(since.count(), std::uint64_t{1});
  QCOMPARE(since.sparse().front().first, Histogram::bucketOf(5'000));
  QCOMPARE(earlier.since(histogram).count(), std::uint64_t{0});  // a source that started anew
}

void TelemetryTest::sparseFormRebuildsTheHistogram() {
  Histogram histogram;
  for (const int us : {0, 15, 16, 17, 1'000, 1'000, 70'000'000}) histogram.record(microseconds{us});
  Histogram again;
  for (const auto& [bucket, count] : histogram.sparse()) again.add(bucket, count);
  again.add(-1, 7);
  again.add(Histogram::kBuckets, 7);
  QVERIFY(again == histogram);
}

void TelemetryTest::wilsonAgreesWithPublishedFigures() {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998,
  // table I, method 3: 81/263, 15/148, 0/20, 1/29.
  struct Row {
    std::uint64_t successes, trials;
    double low, high;
  };
  for (const Row row : {Row{81, 263, 0.2553, 0.3662}, Row{15, 148, 0.0624, 0.1605}, Row{0, 20, 0.0, 0.1611},
                        Row{1, 29, 0.0061, 0.1718}}) {
    const Interval interval = wilson95(row.successes, row.trials);
    QVERIFY2(std::abs(interval.low - row.low) < 0.00006, qPrintable(QString::number(interval.low)));
    QVERIFY2(std::abs(interval.high - row.high) < 0.00006, qPrintable(QString::number(interval.high)));
  }
}

void TelemetryTest::wilsonWithoutTrialsIsTheWholeRange() {
  QCOMPARE(wilson95(0, 0).low, 0.0);
  QCOMPARE(wilson95(0, 0).high, 1.0);
  QCOMPARE(wilson95(9, 3).high, 1.0);
}

void TelemetryTest::seriesForgetsTheOldest() {
  TimeSeries series(3);
  for (int i = 1; i <= 5; ++i) series.append({i * 1'000, i * 1.0});
  QCOMPARE(series.size(), std::size_t{3});
  QCOMPARE(series.at(0).timeMs, 3'000);
  QCOMPARE(series.newest().value, 5.0);
}

void TelemetryTest::seriesReplacesASampleOfTheSameTime() {
  TimeSeries series(3);
  series.append({1'000, 1});
  series.append({1'000, 2});
  QCOMPARE(series.size(), std::size_t{1});
  QCOMPARE(series.newest().value, 2.0);
}

void TelemetryTest::seriesTellsTheMeanSinceATime() {
  TimeSeries series(10);
  for (int i = 1; i <= 4; ++i) series.append({i * 1'000, i * 1.0});
  QCOMPARE(series.meanSince(3'000).value_or(-1), 3.5);
  QVERIFY(!series.meanSince(9'000));
}

QTEST_GUILESS_MAIN(TelemetryTest)
#include "tst_telemetry.moc"
