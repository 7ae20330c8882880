// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "app/feeds/trafficseries.h"

using namespace halftone;
using namespace halftone::app;
using namespace std::chrono_literals;

namespace {

const QString kV1 = QStringLiteral("v1");
const QString kDefault = QStringLiteral("default");

telemetry::TrafficFrame frame(std::uint64_t requests, std::uint64_t errors,
                              std::chrono::microseconds latency = 1ms) {
  telemetry::TrafficFrame made;
  telemetry::VersionTraffic version;
  version.version = "v1";
  version.requests = requests;
  version.errors = errors;
  for (std::uint64_t i = 0; i < requests; ++i) version.latency.record(latency);
  made.versions = {version};
  made.decisions = {{"default", "v1", requests}, {"office", "v1", 7}};
  return made;
}

}  // namespace

class TrafficSeriesTest : public QObject {
  Q_OBJECT

 private slots:
  void aSecondHoldsTheDifferencesOfItsFrames() {
    TrafficSeries series;
    series.addTraffic(frame(100, 1), frame(104, 2));
    series.addTraffic(frame(104, 2), frame(110, 2));
    series.closeSecond(1, true, {{kV1, 12}});
    const VersionSeries& v1 = series.versions().at(kV1);
    QCOMPARE(v1.requests, std::vector<double>{10});
    QCOMPARE(v1.errors, std::vector<double>{1});
    QCOMPARE(v1.tunnels, std::vector<double>{12});
    QCOMPARE(series.times(), std::vector<double>{1});
  }
  void aQuietSecondIsZeroAndALostOneIsUnknown() {
    TrafficSeries series;
    series.addTraffic(frame(0, 0), frame(3, 0));
    series.closeSecond(1, true, {});
    series.closeSecond(2, true, {});
    series.closeSecond(3, false, {});
    const std::vector<double>& requests = series.versions().at(kV1).requests;
    QCOMPARE(requests[0], 3.0);
    QCOMPARE(requests[1], 0.0);
    QVERIFY(std::isnan(requests[2]));
  }
  void framesHeardLateAreARateOverTheTimeTheyTell() {
    TrafficSeries series;
    telemetry::TrafficFrame early = frame(0, 0);
    early.timeMs = 1'000;
    telemetry::TrafficFrame late = frame(300, 6);
    late.timeMs = 4'000;
    series.addTraffic(early, late);
    series.closeSecond(1, true, {});
    const VersionSeries& v1 = series.versions().at(kV1);
    QCOMPARE(v1.requests.back(), 100.0);
    QCOMPARE(v1.errors.back(), 2.0);
  }
  void quantilesLookBackTenSeconds() {
    TrafficSeries series;
    series.addTraffic(frame(0, 0), frame(100, 0, 1ms));
    series.closeSecond(1, true, {});
    for (int second = 2; second <= 12; ++second) series.closeSecond(second, true, {});
    const std::vector<double>& p95 = series.versions().at(kV1).p95;
    QVERIFY(std::abs(p95[0] - 1) < 0.07);
    QVERIFY(std::abs(p95[9] - 1) < 0.07);
    QVERIFY(std::isnan(p95[10]));
  }
  void aVersionThatComesLateIsUnknownBefore() {
    TrafficSeries series;
    series.closeSecond(1, true, {{kV1, 1}});
    series.closeSecond(2, true, {{kV1, 1}, {QStringLiteral("v2"), 4}});
    const VersionSeries& v2 = series.versions().at(QStringLiteral("v2"));
    QCOMPARE(v2.tunnels.size(), 2U);
    QVERIFY(std::isnan(v2.tunnels[0]));
    QCOMPARE(v2.tunnels[1], 4.0);
  }
  void countersThatFallAreNotBelieved() {
    TrafficSeries series;
    series.addTraffic(frame(100, 5), frame(40, 1));
    series.closeSecond(1, true, {});
    QCOMPARE(series.versions().at(kV1).requests, std::vector<double>{0});
  }
  void anHourIsKeptAndNotMore() {
    TrafficSeries series;
    for (int second = 0; second < TrafficSeries::kSeconds + 5; ++second)
      series.closeSecond(second, true, {{kV1, 1}});
    QCOMPARE(series.times().size(), static_cast<std::size_t>(TrafficSeries::kSeconds));
    QCOMPARE(series.times().front(), 5.0);
    QCOMPARE(series.versions().at(kV1).tunnels.size(), series.times().size());
  }

  void decisionsCountByRuleAndVersion() {
    TrafficSeries series;
    series.addDecisions(frame(10, 0), frame(25, 0));
    QCOMPARE(series.decisionsOf(kDefault), (std::map<QString, std::uint64_t>{{kV1, 15}}));
    QVERIFY(series.decisionsOf(QStringLiteral("office")).empty());
  }
  void decisionsAreForgottenAfterAMinute() {
    TrafficSeries series;
    series.addDecisions(frame(0, 0), frame(10, 0));
    for (int second = 0; second < TrafficSeries::kDecisionSeconds - 1; ++second)
      series.closeSecond(second, true, {});
    QCOMPARE(series.decisionsOf(kDefault).size(), 1U);
    series.closeSecond(99, true, {});
    QVERIFY(series.decisionsOf(kDefault).empty());
  }
  void decisionsOfAnOldPolicyAreForgottenAtOnce() {
    TrafficSeries series;
    series.addDecisions(frame(0, 0), frame(10, 0));
    series.closeSecond(1, true, {});
    series.forgetDecisions();
    QVERIFY(series.decisionsOf(kDefault).empty());
    QCOMPARE(series.decisionSeconds(), 0);
  }
};

QTEST_APPLESS_MAIN(TrafficSeriesTest)
#include "tst_trafficseries.moc"
