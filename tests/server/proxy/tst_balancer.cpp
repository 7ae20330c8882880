// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <map>

#include "server/proxy/balancer.h"

using namespace halftone;
using namespace halftone::proxy;

namespace {

const Upstream::TimePoint kNow{std::chrono::seconds(1'000)};

struct Pool {
  InstanceCounters counters;
  std::vector<std::shared_ptr<Upstream>> upstreams;

  Upstream& add(const std::string& id, int weight = 1, bool backup = false) {
    auto endpoint = std::make_shared<Endpoint>();
    endpoint->id = id;
    endpoint->weight = weight;
    endpoint->backup = backup;
    return *upstreams.emplace_back(std::make_shared<Upstream>(endpoint, counters));
  }
};

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
};

void BalancerTest::weightsAreInterleaved() {
  Pool pool;
  pool.add("a", 5);
  pool.add("b", 1);
  pool.add("c", 1);
  Balancer balancer(policy::Balance::RoundRobin, pool.upstreams);
  std::string sequence;
  for (int i = 0; i < 14; ++i) sequence += idOf(balancer.pick({kNow, {}}));
  QCOMPARE(sequence, std::string("aabacaaaabacaa"));
}

void BalancerTest::triedInstancesAreNotPickedAgain() {
  Pool pool;
  const Upstream* a = &pool.add("a");
  const Upstream* b = &pool.add("b");
  Balancer balancer(policy::Balance::RoundRobin, pool.upstreams);
  QCOMPARE(idOf(balancer.pick({kNow, {&a, 1}})), std::string("b"));
  const Upstream* const both[] = {a, b};
  QCOMPARE(idOf(balancer.pick({kNow, both})), std::string("-"));
}

void BalancerTest::failedInstancesAreLeftAloneForAMoment() {
  Pool pool;
  pool.add("a").markFailed(kNow + std::chrono::seconds(1));
  pool.add("b");
  Balancer balancer(policy::Balance::RoundRobin, pool.upstreams);
  for (int i = 0; i < 4; ++i) QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("b"));
  std::map<std::string, int> later;
  for (int i = 0; i < 4; ++i) ++later[idOf(balancer.pick({kNow + std::chrono::seconds(2), {}}))];
  QCOMPARE(later["a"], 2);
}

void BalancerTest::failedInstancesAreTheLastResort() {
  Pool pool;
  pool.add("a").markFailed(kNow + std::chrono::seconds(1));
  Balancer balancer(policy::Balance::RoundRobin, pool.upstreams);
  QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("a"));
}

void BalancerTest::backupServesOnlyWhenNoOtherCan() {
  Pool pool;
  Upstream& a = pool.add("a");
  pool.add("b", 1, true);
  Balancer balancer(policy::Balance::RoundRobin, pool.upstreams);
  for (int i = 0; i < 3; ++i) QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("a"));
  a.markFailed(kNow + std::chrono::seconds(1));
  QCOMPARE(idOf(balancer.pick({kNow, {}})), std::string("b"));
}

void BalancerTest::leastBusyIsPickedByItsWeight() {
  Pool pool;
  Upstream& a = pool.add("a", 4);
  Upstream& b = pool.add("b", 1);
  Balancer balancer(policy::Balance::LeastConn, pool.upstreams);
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
  Balancer balancer(policy::Balance::LeastConn, pool.upstreams);
  std::string sequence;
  for (int i = 0; i < 4; ++i) sequence += idOf(balancer.pick({kNow, {}}));
  QCOMPARE(sequence, std::string("abab"));
}

void BalancerTest::hashKeepsAKeyAndMovesOnlyTheSharesOfTheLost() {
  Pool pool;
  pool.add("a");
  pool.add("b");
  pool.add("c");
  Balancer whole(policy::Balance::Hash, pool.upstreams);
  Balancer again(policy::Balance::Hash, pool.upstreams);
  Balancer without(policy::Balance::Hash, {pool.upstreams[0], pool.upstreams[1]});
  std::map<std::string, int> shares;
  for (std::uint64_t key = 0; key < 3'000; ++key) {
    const std::string before = idOf(whole.pick({kNow, {}, key}));
    QCOMPARE(idOf(again.pick({kNow, {}, key})), before);
    const std::string after = idOf(without.pick({kNow, {}, key}));
    if (before != "c") QCOMPARE(after, before);
    ++shares[before];
  }
  for (const auto& [id, share] : shares) QVERIFY(share > 900 && share < 1'100);
}

void BalancerTest::chanceFollowsTheWeights() {
  Pool pool;
  pool.add("a", 3);
  pool.add("b", 1);
  Balancer balancer(policy::Balance::Random, pool.upstreams);
  int a = 0;
  for (std::uint64_t random = 0; random < 400; ++random) {
    a += idOf(balancer.pick({kNow, {}, 0, random})) == "a" ? 1 : 0;
  }
  QCOMPARE(a, 300);
}

void BalancerTest::emptyVersionHasNobody() {
  Balancer balancer(policy::Balance::RoundRobin, {});
  QVERIFY(balancer.pick({kNow, {}}) == nullptr);
}

QTEST_GUILESS_MAIN(BalancerTest)
#include "tst_balancer.moc"
