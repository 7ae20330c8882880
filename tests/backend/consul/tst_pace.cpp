// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/consul/pace.h"

using namespace halftone::consul;
using namespace std::chrono_literals;

class TestPace : public QObject {
  Q_OBJECT
 private slots:
  void firstQueryDoesNotBlock() { QCOMPARE(IndexTracker().next(), 0U); }

  void queryBlocksBeyondTheIndexSeen() {
    IndexTracker index;
    index.answered(42);
    QCOMPARE(index.next(), 42U);
    index.answered(43);
    QCOMPARE(index.next(), 43U);
  }

  void indexGoingBackStartsAnew() {
    IndexTracker index;
    index.answered(42);
    index.answered(41);
    QCOMPARE(index.next(), 0U);
    index.answered(41);
    QCOMPARE(index.next(), 41U);
  }

  void indexZeroCountsAsOne() {
    IndexTracker index;
    index.answered(0);
    QCOMPARE(index.next(), 1U);
  }

  void sameIndexAgainGoesOnBlocking() {
    IndexTracker index;
    index.answered(42);
    index.answered(42);
    QCOMPARE(index.next(), 42U);
  }

  void wholeRangeOfIndexesIsKept() {
    IndexTracker index;
    index.answered(18446744073709551615U);
    QCOMPARE(index.next(), 18446744073709551615U);
  }

  void failureStartsAnew() {
    IndexTracker index;
    index.answered(42);
    index.failed();
    QCOMPARE(index.next(), 0U);
  }

  void twoQueriesGoAtOnceAndThenOneEachRefill() {
    TokenBucket bucket;
    const TokenBucket::Moment start{1h};
    QCOMPARE(bucket.take(start), 0ms);
    QCOMPARE(bucket.take(start), 0ms);
    QCOMPARE(bucket.take(start), TokenBucket::kRefill);
    QCOMPARE(bucket.take(start + TokenBucket::kRefill), TokenBucket::kRefill);
  }

  void quietTimeGivesTheBurstBackButNoMore() {
    TokenBucket bucket;
    const TokenBucket::Moment start{1h};
    for (int i = 0; i < 3; ++i) (void)bucket.take(start);
    const TokenBucket::Moment later = start + 1h;
    QCOMPARE(bucket.take(later), 0ms);
    QCOMPARE(bucket.take(later), 0ms);
    QVERIFY(bucket.take(later) > 0ms);
  }

  void delaysDoubleUpToTheLimit() {
    Backoff backoff;
    QCOMPARE(backoff.next(1.0), 200ms);
    QCOMPARE(backoff.next(1.0), 400ms);
    QCOMPARE(backoff.next(1.0), 800ms);
    for (int i = 0; i < 20; ++i) (void)backoff.next(1.0);
    QCOMPARE(backoff.next(1.0), 3000ms);
    QCOMPARE(backoff.next(0.0), 1500ms);
  }

  void successStartsTheDelaysAnew() {
    Backoff backoff;
    for (int i = 0; i < 5; ++i) (void)backoff.next(1.0);
    backoff.reset();
    QCOMPARE(backoff.next(1.0), 200ms);
  }
};

QTEST_APPLESS_MAIN(TestPace)
#include "tst_pace.moc"
