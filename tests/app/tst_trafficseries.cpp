// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>

#include "app/feeds/consulconnection.h"
#include "app/feeds/trafficfeed.h"
#include "app/feeds/trafficseries.h"

using namespace halftone;
using namespace halftone::app;
using namespace std::chrono_literals;

namespace {

const QString kV1 = QStringLiteral("v1");
const QString kDefault = QStringLiteral("default");
constexpr int kKept = 64;  // versions

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

// Of one proxy at `timeMs`.
telemetry::TrafficFrame frameOf(const char* node, std::int64_t timeMs, std::uint64_t requests,
                                std::uint64_t errors = 0) {
  telemetry::TrafficFrame made = frame(requests, errors);
  made.node = node;
  made.timeMs = timeMs;
  return made;
}

// With nothing but this version.
telemetry::TrafficFrame frameWith(int version, std::uint64_t requests) {
  telemetry::TrafficFrame made = frame(requests, 0);
  made.versions.front().version = "v" + std::to_string(version);
  return made;
}

QString nameOf(int version) {
  return QStringLiteral("v%1").arg(version);
}

bool isSame(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

// As many versions as are kept, in the first second.
TrafficSeries fullSeries() {
  TrafficSeries series;
  for (int version = 1; version <= kKept; ++version)
    series.addTraffic(frameWith(version, 0), frameWith(version, 5));
  series.closeSecond(0, true, {});
  return series;
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
  void aLateFrameOfOneProxyIsNoLongerTimeOfTheOthers() {
    TrafficSeries series;
    series.addTraffic(frameOf("p1", 1'000, 0), frameOf("p1", 2'000, 100, 10));
    series.addTraffic(frameOf("p2", 1'000, 0), frameOf("p2", 3'000, 200, 20));
    series.closeSecond(1, true, {});
    const VersionSeries& v1 = series.versions().at(kV1);
    QCOMPARE(v1.requests.back(), 200.0);
    QCOMPARE(v1.errors.back(), 20.0);
    QCOMPARE(series.lastSecond().at(kV1).requests, std::uint64_t{300});
    QCOMPARE(series.lastSecond().at(kV1).errors, std::uint64_t{30});
    QCOMPARE(series.lastSeconds(), 1.5);
  }
  void whatOneSecondCoversIsForgottenInTheNext() {
    TrafficSeries series;
    series.addTraffic(frameOf("p1", 1'000, 0), frameOf("p1", 4'000, 300));
    series.closeSecond(1, true, {});
    series.addTraffic(frameOf("p1", 4'000, 300), frameOf("p1", 5'000, 400));
    series.closeSecond(2, true, {});
    QCOMPARE(series.versions().at(kV1).requests, (std::vector<double>{100, 100}));
    QCOMPARE(series.lastSeconds(), 1.0);
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

  void aVersionOfWhichNothingIsKeptMakesRoomForANewOne() {
    TrafficSeries series = fullSeries();
    series.skipSeconds(1, TrafficSeries::kSeconds - 30);
    // One of the old still serves, one has its sessions yet.
    series.addTraffic(frameWith(1, 5), frameWith(1, 6));
    series.closeSecond(4000, true, {{nameOf(2), 3}});
    for (int second = 0; second < 40; ++second) series.closeSecond(4001 + second, true, {});
    series.addTraffic(frameWith(65, 0), frameWith(65, 9));
    series.closeSecond(5000, true, {{nameOf(66), 4}});
    QCOMPARE(series.versions().at(nameOf(65)).requests.back(), 9.0);
    QCOMPARE(series.versions().at(nameOf(65)).requests.size(), series.times().size());
    QCOMPARE(series.versions().at(nameOf(66)).tunnels.back(), 4.0);
    QVERIFY(series.versions().contains(nameOf(1)));
    QVERIFY(series.versions().contains(nameOf(2)));
    QCOMPARE(series.versions().size(), 4U);
  }
  void versionAfterVersionIsCounted() {
    TrafficSeries series;
    for (int version = 1; version <= 3 * kKept; ++version) {
      series.addTraffic(frameWith(version, 0), frameWith(version, 5));
      series.closeSecond(version * 100, true, {});
      QCOMPARE(series.versions().at(nameOf(version)).requests.back(), 5.0);
      QVERIFY(series.versions().size() <= kKept);
      series.skipSeconds(version * 100 + 1, 99);
    }
  }
  void aVersionWithAPastIsNotForgottenForANewOne() {
    TrafficSeries series = fullSeries();
    series.skipSeconds(1, TrafficSeries::kSeconds - 1);
    series.addTraffic(frameWith(65, 0), frameWith(65, 9));
    series.closeSecond(3600, true, {});
    QCOMPARE(series.versions().size(), static_cast<std::size_t>(kKept));
    QVERIFY(!series.versions().contains(nameOf(65)));
  }
  void aVersionThatTellsNothingTakesNobodysRoom() {
    TrafficSeries series = fullSeries();
    series.skipSeconds(1, TrafficSeries::kSeconds);
    series.addTraffic(frameWith(65, 7), frameWith(65, 7));
    series.closeSecond(4000, true, {{nameOf(66), 0}});
    QCOMPARE(series.versions().size(), static_cast<std::size_t>(kKept));
    QVERIFY(series.versions().contains(nameOf(1)));
  }
  void theFeedNamesOnlySoManyVersionsAndTheNewest() {
    const ConsulConnection connection(consul::Endpoint{});
    TrafficFeed feed(connection, QUrl(QStringLiteral("http://127.0.0.1:1")));
    TrafficPast past;
    past.series[QStringLiteral("chat")].closeSecond(1, true, {{nameOf(1), 3}});
    for (int version = 1; version <= TrafficFeed::kMaxVersions + 1; ++version)
      past.newest.push_back(frameWith(version, 1));
    feed.adopt(std::move(past));
    QCOMPARE(feed.versions(), (QStringList{nameOf(1), nameOf(TrafficFeed::kMaxVersions + 1)}));
  }

  void secondsThatAreSkippedAreAsThoseThatAreClosed_data() {
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 5, 10, 11, 40, 75, 3590, 3600, 3610, 5000})
      QTest::addRow("%d", count) << count;
  }
  void secondsThatAreSkippedAreAsThoseThatAreClosed() {
    QFETCH(int, count);
    TrafficSeries closed;
    for (int second = 0; second < 20; ++second) {
      closed.addTraffic(frame(0, 0), frame(10, 1));
      closed.addDecisions(frame(0, 0), frame(10, 1));
      closed.closeSecond(second, true, {{kV1, 2}});
    }
    TrafficSeries skipped = closed;
    for (int second = 0; second < count; ++second) closed.closeSecond(20 + second, false, {});
    skipped.skipSeconds(20, count);
    for (TrafficSeries* series : {&closed, &skipped}) series->closeSecond(20 + count, true, {});
    const VersionSeries& a = closed.versions().at(kV1);
    const VersionSeries& b = skipped.versions().at(kV1);
    QCOMPARE(skipped.times(), closed.times());
    QVERIFY(isSame(a.requests, b.requests) && isSame(a.errors, b.errors) && isSame(a.tunnels, b.tunnels));
    QVERIFY(isSame(a.p50, b.p50) && isSame(a.p95, b.p95) && isSame(a.p99, b.p99));
    QCOMPARE(skipped.decisionSeconds(), closed.decisionSeconds());
    QCOMPARE(skipped.decisionsOf(kDefault), closed.decisionsOf(kDefault));
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

QTEST_GUILESS_MAIN(TrafficSeriesTest)
#include "tst_trafficseries.moc"
