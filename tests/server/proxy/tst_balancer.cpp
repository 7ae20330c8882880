// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <map>
#include <random>

#include "server/proxy/balancer.h"

using namespace halftone;
using namespace halftone::proxy;

namespace {

const Upstream::TimePoint kNow{std::chrono::seconds(1'000)};

struct Pool {
  std::shared_ptr<InstanceCounters> counters = std::make_shared<InstanceCounters>();
  std::vector<std::shared_ptr<Upstream>> upstreams;

  Upstream& add(const std::string& id, int weight = 1, bool backup = false, const std::string& region = {},
                Upstream::TimePoint since = {}) {
    auto endpoint = std::make_shared<Endpoint>();
    endpoint->region = region;
    endpoint->id = id;
    endpoint->weight = weight;
    endpoint->backup = backup;
    return *upstreams.emplace_back(std::make_shared<Upstream>(endpoint, counters, since));
  }
};

void fail(Upstream& upstream) {
  upstream.health().failed({1, policy::Duration{1'000}}, kNow, upstream.endpoint().weight);
}

std::string idOf(const Upstream* upstream) {
  return upstream == nullptr ? "-" : upstream->endpoint().id;
}

}  // namespace

class BalancerTest : public QObject {
  Q_OBJECT
 private slots:
  void weightsAreInterleaved();
  void triedInstancesAreNotPickedAgain();
  void failedInstancesAreLeftAloneForAMoment();
  void failedInstancesAreTheLastResort();
  void backupServesOnlyWhenNoOtherCan();
  void leastBusyIsPickedByItsWeight();
  void equallyBusyTakeTurns();
  void hashKeepsAKeyAndMovesOnlyTheSharesOfTheLost();
  void chanceFollowsTheWeights();
  void emptyVersionHasNobody();
  void instanceThatComesTakesOnlyItsShareOfTheKeys();
  void weightsShareTheRing();
  void restartedInstanceIsNotGivenAllNewSessions();
  void newInstanceWarmsUpInItsTurn();
  void theLessBusyOfTwoIsTaken();
  void theRegionComesFirst();
  void requestsSpillOverWhenTheRegionFails();
};

void BalancerTest::weightsAreInterleaved() {
  Pool pool;
  pool.add("a", 5);
  pool.add("b", 1);
  pool.add("c", 1);
  Balancer balancer({policy::Balance::RoundRobin}, pool.upstreams);
  std::string sequence;
  for (int i = 0; i < 14; ++i) sequence += idOf(balancer.pick({kNow, {}}));
  QCOMPARE(sequence, std::string("aabacaaaabacaa"));
}

void BalancerTest::triedInstancesAreNotPickedAgain() {
  Pool pool;
  const Upstream* a = &pool.add("a");
  const Upstream* b = &pool.add("b");
  Balancer balancer({policy::Balance::RoundRobin}, pool.upstreams);
  QCOMPARE(idOf(balancer.pick({kNow, {&a, 1}})), std::string("b"));
  const Upstream* const both[] = {a, b};
  QCOMPARE(idOf(balancer.pick({kNow, both})), std::string("-"));
}

void BalancerTest::failedInstancesAreLeftAloneForAMoment() {
  Pool pool;
  fail(pool.add("a"));
  pool.add("b");
  Balancer balancer({policy::Balance::RoundRobin}, pool.upstreams);
  for (int i = 0; i < 4; ++i) QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("b"));
  std::map<std::string, int> later;
  for (int i = 0; i < 4; ++i) {
    Upstream* const picked = balancer.pick({kNow + std::chrono::seconds(2), {}});
    picked->health().succeeded(balancer.rules().failures, kNow + std::chrono::seconds(2));
    ++later[idOf(picked)];
  }
  QCOMPARE(later["a"], 2);
}

void BalancerTest::failedInstancesAreTheLastResort() {
  Pool pool;
  fail(pool.add("a"));
  Balancer balancer({policy::Balance::RoundRobin}, pool.upstreams);
  QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("a"));
}

void BalancerTest::backupServesOnlyWhenNoOtherCan() {
  Pool pool;
  Upstream& a = pool.add("a");
  pool.add("b", 1, true);
  Balancer balancer({policy::Balance::RoundRobin}, pool.upstreams);
  for (int i = 0; i < 3; ++i) QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("a"));
  fail(a);
  QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("b"));
}

void BalancerTest::leastBusyIsPickedByItsWeight() {
  Pool pool;
  Upstream& a = pool.add("a", 4);
  Upstream& b = pool.add("b", 1);
  Balancer balancer({policy::Balance::LeastConn}, pool.upstreams);
  for (int i = 0; i < 3; ++i) a.began();
  b.began();
  QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("a"));  // 3/4 < 1/1
  for (int i = 0; i < 2; ++i) a.began();
  QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("b"));
}

void BalancerTest::equallyBusyTakeTurns() {
  Pool pool;
  pool.add("a");
  pool.add("b");
  Balancer balancer({policy::Balance::LeastConn}, pool.upstreams);
  std::string sequence;
  for (int i = 0; i < 4; ++i) sequence += idOf(balancer.pick({kNow, {}}));
  QCOMPARE(sequence, std::string("abab"));
}

void BalancerTest::hashKeepsAKeyAndMovesOnlyTheSharesOfTheLost() {
  Pool pool;
  pool.add("a");
  pool.add("b");
  pool.add("c");
  Balancer whole({policy::Balance::Hash}, pool.upstreams);
  Balancer again({policy::Balance::Hash}, pool.upstreams);
  Balancer without({policy::Balance::Hash}, {pool.upstreams[0], pool.upstreams[1]});
  std::map<std::string, int> shares;
  for (std::uint64_t key = 0; key < 3'000; ++key) {
    const std::string before = idOf(whole.pick({kNow, {}, key}));
    QCOMPARE(idOf(again.pick({kNow, {}, key})), before);
    const std::string after = idOf(without.pick({kNow, {}, key}));
    if (before != "c") QCOMPARE(after, before);
    ++shares[before];
  }
  for (const auto& [id, share] : shares) QVERIFY(share > 700 && share < 1'300);
}

void BalancerTest::chanceFollowsTheWeights() {
  Pool pool;
  pool.add("a", 3);
  pool.add("b", 1);
  Balancer balancer({policy::Balance::Random}, pool.upstreams);
  int a = 0;
  for (std::uint64_t random = 0; random < 4'000; ++random) {
    a += idOf(balancer.pick({kNow, {}, 0, random})) == "a" ? 1 : 0;
  }
  QVERIFY2(a > 2'880 && a < 3'120, qPrintable(QString::number(a)));  // 3,000 with four deviations of 27
}

void BalancerTest::emptyVersionHasNobody() {
  Balancer balancer({policy::Balance::RoundRobin}, {});
  QVERIFY(balancer.pick({kNow, {}}) == nullptr);
}

// A property of the ring: with random pools, a newcomer takes keys only for itself, and about its share.
void BalancerTest::instanceThatComesTakesOnlyItsShareOfTheKeys() {
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    Pool pool;
    const int size = 2 + static_cast<int>(random() % 20);
    for (int i = 0; i < size; ++i)
      pool.add("instance-" + std::to_string(random()), 1 + static_cast<int>(random() % 3));
    const auto newcomer = pool.upstreams.back();
    Balancer before({policy::Balance::Hash}, {pool.upstreams.begin(), pool.upstreams.end() - 1});
    std::vector<std::shared_ptr<Upstream>> reordered = pool.upstreams;
    std::shuffle(reordered.begin(), reordered.end(), random);
    Balancer after({policy::Balance::Hash}, reordered);
    double weight = 0;
    for (const auto& upstream : pool.upstreams) weight += upstream->endpoint().weight;
    const double share = newcomer->endpoint().weight / weight;
    int moved = 0;
    constexpr int kKeys = 4'000;
    for (std::uint64_t key = 0; key < kKeys; ++key) {
      const Upstream* const now = after.pick({kNow, {}, key});
      if (now == before.pick({kNow, {}, key})) continue;
      QCOMPARE(idOf(now), newcomer->endpoint().id);
      ++moved;
    }
    QVERIFY2(moved < kKeys * share * 1.5 + 50, qPrintable(QString::number(moved)));
  }
}

void BalancerTest::weightsShareTheRing() {
  Pool pool;
  pool.add("a", 4);
  pool.add("b", 1);
  Balancer balancer({policy::Balance::Hash}, pool.upstreams);
  int a = 0;
  for (std::uint64_t key = 0; key < 10'000; ++key) a += idOf(balancer.pick({kNow, {}, key})) == "a" ? 1 : 0;
  QVERIFY2(a > 7'400 && a < 8'600, qPrintable(QString::number(a)));
}

void BalancerTest::restartedInstanceIsNotGivenAllNewSessions() {
  Pool pool;
  for (const char* id : {"a", "b", "c"}) {
    Upstream& upstream = pool.add(id);
    for (int i = 0; i < 1'000; ++i) upstream.began();
  }
  pool.add("restarted", 1, false, {}, kNow);
  BalanceRules rules{policy::Balance::LeastConn};
  rules.slowStart = policy::Duration{30'000};
  Balancer balancer(rules, pool.upstreams);
  std::mt19937_64 random(3);
  const auto shareAt = [&](std::chrono::seconds after) {
    int given = 0;
    for (int i = 0; i < 1'000; ++i)
      given += idOf(balancer.pick({kNow + after, {}, 0, random()})) == "restarted" ? 1 : 0;
    return given;
  };
  const int atOnce = shareAt(std::chrono::seconds(0));
  const int halfway = shareAt(std::chrono::seconds(15));
  QVERIFY2(atOnce > 50 && atOnce < 150, qPrintable(QString::number(atOnce)));
  QVERIFY2(halfway > 400 && halfway < 600, qPrintable(QString::number(halfway)));
  QCOMPARE(shareAt(std::chrono::seconds(30)), 1'000);
}

void BalancerTest::newInstanceWarmsUpInItsTurn() {
  Pool pool;
  pool.add("a");
  pool.add("new", 1, false, {}, kNow);
  BalanceRules rules{policy::Balance::RoundRobin};
  rules.slowStart = policy::Duration{10'000};
  Balancer balancer(rules, pool.upstreams);
  const auto givenAt = [&](int milliseconds) {
    int given = 0;
    for (int i = 0; i < 1'100; ++i)
      given += idOf(balancer.pick({kNow + std::chrono::milliseconds(milliseconds), {}})) == "new" ? 1 : 0;
    return given;
  };
  QCOMPARE(givenAt(0), 100);  // a tenth of the other's weight
  const int later = givenAt(10'000);
  QVERIFY2(later >= 549 && later <= 551, qPrintable(QString::number(later)));
}

void BalancerTest::theLessBusyOfTwoIsTaken() {
  Pool pool;
  Upstream& busy = pool.add("busy");
  pool.add("free");
  busy.began();
  Balancer balancer({policy::Balance::Random}, pool.upstreams);
  for (std::uint64_t random = 0; random < 50; ++random)
    QCOMPARE(idOf(balancer.pick({kNow, {}, 0, random})), std::string("free"));
}

void BalancerTest::theRegionComesFirst() {
  Pool pool;
  pool.add("near", 1, false, "north");
  pool.add("far", 9, false, "south");
  BalanceRules rules;
  rules.regionFirst = policy::RegionSettings{};
  rules.region = "north";
  Balancer balancer(rules, pool.upstreams);
  for (std::uint64_t random = 0; random < 50; ++random)
    QCOMPARE(idOf(balancer.pick({kNow, {}, 0, random << 32})), std::string("near"));
}

void BalancerTest::requestsSpillOverWhenTheRegionFails() {
  Pool pool;
  pool.add("near", 1, false, "north");
  fail(pool.add("near and failed", 1, false, "north"));
  pool.add("far", 1, false, "south");
  BalanceRules rules;
  rules.regionFirst = policy::RegionSettings{BasisPoints(10'000)};
  rules.region = "north";
  Balancer balancer(rules, pool.upstreams);
  int near = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i)
    near += idOf(balancer.pick({kNow, {}, 0, i << 32})) == "near" ? 1 : 0;
  QCOMPARE(near, 5'000);  // half of the region works
}

QTEST_GUILESS_MAIN(BalancerTest)
#include "tst_balancer.moc"
