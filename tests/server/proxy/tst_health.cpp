// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/proxy/outliers.h"

using namespace halftone;
using namespace halftone::proxy;
using policy::Duration;

namespace {

const Health::TimePoint kNow{std::chrono::seconds(1'000)};

Health::TimePoint at(int milliseconds) {
  return kNow + std::chrono::milliseconds(milliseconds);
}

struct Pool {
  std::shared_ptr<InstanceCounters> counters = std::make_shared<InstanceCounters>();
  std::vector<std::shared_ptr<Upstream>> upstreams;
  Health::TimePoint nextSweep{};

  explicit Pool(int size) {
    for (int i = 0; i < size; ++i)
      upstreams.push_back(std::make_shared<Upstream>(std::make_shared<Endpoint>(), counters));
  }
  [[nodiscard]] OutlierDetector detector(const policy::OutlierSettings& settings) {
    return {settings, upstreams, nextSweep};
  }
  [[nodiscard]] bool isEjected(int number, int milliseconds) const {
    return upstreams[static_cast<std::size_t>(number)]->health().isEjected(at(milliseconds));
  }
  Upstream& operator[](int number) { return *upstreams[static_cast<std::size_t>(number)]; }
};

}  // namespace

class HealthTest : public QObject {
  Q_OBJECT
 private slots:
  void countOfFailuresSetsAside();
  void oneRequestTriesAfterTheTime();
  void successAfterARestForgives();
  void successAmongFailuresDoesNot();
  void countOfNoneNeverSetsAside();
  void badAnswersInARowEject();
  void goodAnswerBreaksTheRow();
  void onlyGatewayErrorsCountAsSuch();
  void ejectionsGrowAndShrink();
  void neverMoreThanTheShareIsEjected();
  void successRateFarUnderTheMeanEjects();
  void likeSuccessRatesEjectNobody();
};

void HealthTest::countOfFailuresSetsAside() {
  const policy::FailureSettings rule{2, Duration{1'000}};
  Health health;
  health.picked(rule, at(0));
  health.failed(rule, at(1), 1);
  QVERIFY(health.isUsable(rule, at(1)));
  health.failed(rule, at(2), 1);
  QVERIFY(!health.isUsable(rule, at(2)));
  QVERIFY(!health.isUsable(rule, at(1'002)));
  QVERIFY(health.isUsable(rule, at(1'003)));
}

void HealthTest::oneRequestTriesAfterTheTime() {
  const policy::FailureSettings rule{1, Duration{1'000}};
  Health health;
  health.failed(rule, at(0), 1);
  QVERIFY(health.isUsable(rule, at(1'500)));
  health.picked(rule, at(1'500));
  QVERIFY(!health.isUsable(rule, at(1'501)));  // the others wait for how it goes
}

void HealthTest::successAfterARestForgives() {
  const policy::FailureSettings rule{1, Duration{1'000}};
  Health health;
  health.failed(rule, at(0), 1);
  health.picked(rule, at(1'500));
  health.succeeded(rule, at(1'510));
  QVERIFY(health.isUsable(rule, at(1'511)));
}

void HealthTest::successAmongFailuresDoesNot() {
  const policy::FailureSettings rule{2, Duration{1'000}};
  Health health;
  health.picked(rule, at(0));
  health.failed(rule, at(1), 1);
  health.picked(rule, at(2));
  health.succeeded(rule, at(3));
  health.failed(rule, at(4), 1);
  QVERIFY(!health.isUsable(rule, at(4)));
}

void HealthTest::countOfNoneNeverSetsAside() {
  const policy::FailureSettings rule{0, Duration{1'000}};
  Health health;
  for (int i = 0; i < 100; ++i) health.failed(rule, at(i), 1);
  QVERIFY(health.isUsable(rule, at(100)));
}

void HealthTest::badAnswersInARowEject() {
  Pool pool(3);
  OutlierDetector detector = pool.detector({});
  for (int i = 0; i < 4; ++i) detector.note(pool[0], Outcome::ServerError, at(i));
  QVERIFY(!pool.isEjected(0, 4));
  detector.note(pool[0], Outcome::NoAnswer, at(4));
  QVERIFY(pool.isEjected(0, 4));
  QVERIFY(pool.isEjected(0, 30'003));
  QVERIFY(!pool.isEjected(0, 30'004));
}

void HealthTest::goodAnswerBreaksTheRow() {
  Pool pool(3);
  OutlierDetector detector = pool.detector({});
  for (int i = 0; i < 20; ++i)
    detector.note(pool[0], i % 5 == 4 ? Outcome::Good : Outcome::ServerError, at(i));
  QVERIFY(!pool.isEjected(0, 20));
}

void HealthTest::onlyGatewayErrorsCountAsSuch() {
  Pool pool(3);
  policy::OutlierSettings settings;
  settings.consecutive = 0;
  settings.consecutiveGateway = 2;
  OutlierDetector detector = pool.detector(settings);
  for (int i = 0; i < 10; ++i) {
    detector.note(pool[0], Outcome::ServerError, at(i));
    detector.note(pool[0], outcomeOf(503), at(i));
  }
  QVERIFY(!pool.isEjected(0, 10));
  detector.note(pool[0], outcomeOf(502), at(11));
  QVERIFY(pool.isEjected(0, 11));
}

void HealthTest::ejectionsGrowAndShrink() {
  Pool pool(2);
  policy::OutlierSettings settings;
  settings.consecutive = 1;
  settings.interval = Duration{1'000};
  settings.ejectFor = Duration{1'000};
  settings.ejectAtMost = Duration{2'500};
  OutlierDetector detector = pool.detector(settings);
  detector.note(pool[0], Outcome::NoAnswer, at(0));
  QVERIFY(pool.isEjected(0, 999) && !pool.isEjected(0, 1'000));
  detector.note(pool[0], Outcome::NoAnswer, at(1'500));  // the sweep before it found no quiet interval yet
  QVERIFY(pool.isEjected(0, 2'499) && !pool.isEjected(0, 4'500));
  for (int second = 5; second < 9; ++second) detector.note(pool[1], Outcome::Good, at(second * 1'000));
  detector.note(pool[0], Outcome::NoAnswer, at(9'000));
  QVERIFY(pool.isEjected(0, 9'999) && !pool.isEjected(0, 10'000));
  for (int i = 0; i < 3; ++i) {
    pool[0].health().eject(settings.ejectFor, settings.ejectAtMost, at(20'000));
  }
  QVERIFY(pool.isEjected(0, 22'499) && !pool.isEjected(0, 22'500));
}

void HealthTest::neverMoreThanTheShareIsEjected() {
  Pool pool(10);
  policy::OutlierSettings settings;
  settings.consecutive = 1;
  settings.maxEjected = BasisPoints(3'000);
  OutlierDetector detector = pool.detector(settings);
  for (int i = 0; i < 10; ++i) detector.note(pool[i], Outcome::NoAnswer, at(i));
  int ejected = 0;
  for (int i = 0; i < 10; ++i) ejected += pool.isEjected(i, 10) ? 1 : 0;
  QCOMPARE(ejected, 3);
}

void HealthTest::successRateFarUnderTheMeanEjects() {
  Pool pool(5);
  policy::OutlierSettings settings;
  settings.consecutive = 0;
  settings.successRate = policy::SuccessRateSettings{};
  OutlierDetector detector = pool.detector(settings);
  for (int i = 0; i < 100; ++i) {
    for (int instance = 0; instance < 5; ++instance) {
      const bool bad = instance == 2 ? i % 2 == 0 : i % 50 == 0;
      detector.note(pool[instance], bad ? Outcome::ServerError : Outcome::Good, at(i));
    }
  }
  QVERIFY(!pool.isEjected(2, 100));
  detector.note(pool[0], Outcome::Good, at(10'000));
  for (int instance = 0; instance < 5; ++instance) QCOMPARE(pool.isEjected(instance, 10'001), instance == 2);
}

void HealthTest::likeSuccessRatesEjectNobody() {
  Pool pool(5);
  policy::OutlierSettings settings;
  settings.consecutive = 0;
  settings.successRate = policy::SuccessRateSettings{};
  OutlierDetector detector = pool.detector(settings);
  for (int i = 0; i < 100; ++i) {
    for (int instance = 0; instance < 5; ++instance)
      detector.note(pool[instance], i % 2 == 0 ? Outcome::ServerError : Outcome::Good, at(i));
  }
  detector.note(pool[0], Outcome::Good, at(10'000));
  for (int instance = 0; instance < 5; ++instance) QVERIFY(!pool.isEjected(instance, 10'001));
}

QTEST_GUILESS_MAIN(HealthTest)
#include "tst_health.moc"
