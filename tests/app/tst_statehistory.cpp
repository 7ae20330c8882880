// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/catalogchecks.h"
#include "app/feeds/statehistory.h"

using namespace halftone::app;
using State = StateHistory::State;

class StateHistoryTest : public QObject {
  Q_OBJECT

 private slots:
  void theFirstStateIsNoFlap() {
    StateHistory history;
    history.observe(State::Passing, 1000);
    history.observe(State::Passing, 2000);
    QCOMPARE(history.flaps(), 0);
    QCOMPARE(history.lastChangeMs(), 0);
    history.observe(State::Critical, 3000);
    history.observe(State::Passing, 4000);
    QCOMPARE(history.flaps(), 2);
    QCOMPARE(history.lastChangeMs(), 4000);
  }

  void theStripShowsEachStateForItsTime() {
    StateHistory history;
    history.observe(State::Passing, 0);
    history.observe(State::Critical, 5000);
    history.observe(State::Passing, 7500);
    const auto strip = history.strip(10'000, 10'000);
    QCOMPARE(strip.size(), 3U);
    QCOMPARE(strip[0].permille, 500);
    QCOMPARE(strip[1].state, State::Critical);
    QCOMPARE(strip[1].permille, 250);
    QCOMPARE(strip[2].permille, 250);
  }

  void beforeItWasWatchedNothingIsKnown() {
    StateHistory history;
    history.observe(State::Passing, 9000);
    const auto strip = history.strip(10'000, 10'000);
    QCOMPARE(strip.size(), 2U);
    QCOMPARE(strip[0].state, State::Unknown);
    QCOMPARE(strip[0].permille, 900);
  }

  void oldChangesLeaveTheStripButTheirStateStays() {
    StateHistory history;
    history.observe(State::Critical, 0);
    history.observe(State::Passing, 1000);
    const auto strip = history.strip(100'000, 10'000);
    QCOMPARE(strip.size(), 1U);
    QCOMPARE(strip[0].state, State::Passing);
    QCOMPARE(strip[0].permille, 1000);
  }

  void aFlappingInstanceCostsBoundedMemory() {
    StateHistory history;
    for (int i = 0; i < 10'000; ++i) history.observe(i % 2 == 0 ? State::Passing : State::Critical, i);
    QCOMPARE(history.flaps(), 9999);
    QVERIFY(history.strip(10'000, 10'000).size() <= StateHistory::kMaxChanges + 1);
  }

  void onlyServicesWhoseChecksChangedAreReadAgain() {
    const auto digest = [](const char* text) {
      const auto read = readCheckDigest(text);
      return read ? *read : CheckDigest{};
    };
    const char* before = R"([{"Node":"n","CheckID":"a","Status":"passing","ServiceName":"chat"},
                             {"Node":"n","CheckID":"b","Status":"passing","ServiceName":"redis"},
                             {"Node":"n","CheckID":"serf","Status":"passing","ServiceName":""}])";
    const char* after = R"([{"Node":"n","CheckID":"b","Status":"passing","ServiceName":"redis"},
                            {"Node":"n","CheckID":"a","Status":"critical","ServiceName":"chat"},
                            {"Node":"n","CheckID":"serf","Status":"critical","ServiceName":""}])";
    const std::set<std::string> services = differing(digest(before).services, digest(after).services);
    QCOMPARE(services, std::set<std::string>{"chat"});
    QCOMPARE(differing(digest(before).nodes, digest(after).nodes), std::set<std::string>{"n"});
    QVERIFY(differing(digest(before).services, digest(before).services).empty());
    QVERIFY(!readCheckDigest("{}"));
  }
};

QTEST_GUILESS_MAIN(StateHistoryTest)
#include "tst_statehistory.moc"
