// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/balancer.h"

#include <algorithm>

namespace halftone::proxy {

namespace {

constexpr int kWhole = 1'000;  // of Health::warmth

std::shared_ptr<const HashRing> ringOf(const std::vector<std::shared_ptr<Upstream>>& upstreams) {
  std::vector<HashRing::Member> members;
  for (const auto& upstream : upstreams)
    members.push_back({upstream->endpoint().id, upstream->endpoint().weight});
  return std::make_shared<const HashRing>(members);
}

double loadOf(const Upstream& upstream) {
  return static_cast<double>(upstream.inFlight()) / upstream.endpoint().weight;
}

}  // namespace

Balancer::Balancer(BalanceRules rules, std::vector<std::shared_ptr<Upstream>> upstreams,
                   std::shared_ptr<const HashRing> ring)
    : m_rules(std::move(rules)), m_ring(std::move(ring)) {
  if (m_rules.balance == policy::Balance::Hash && m_ring == nullptr) m_ring = ringOf(upstreams);
  m_candidates.reserve(upstreams.size());
  for (std::shared_ptr<Upstream>& upstream : upstreams) {
    const bool isLocal = !m_rules.region.empty() && upstream->endpoint().region == m_rules.region;
    if (isLocal && !upstream->endpoint().backup) m_localWeight += upstream->endpoint().weight;
    m_candidates.push_back({std::move(upstream), 0, isLocal, false});
  }
  m_eligible.reserve(m_candidates.size());
  m_leastBusy.reserve(m_candidates.size());
}

Upstream* Balancer::pick(const Pick& pick) {
  if (m_candidates.size() == 1 && pick.tried.empty()) return m_candidates.front().upstream.get();
  for (const Want want : {Want::Primary, Want::Backup, Want::Any}) {
    collect(want, pick);
    if (m_eligible.empty()) continue;
    if (want == Want::Primary && m_rules.regionFirst && m_localWeight > 0) keepRegion(pick);
    Upstream* const upstream = choose(pick)->upstream.get();
    upstream->health().picked(m_rules.failures, pick.now);
    return upstream;
  }
  return nullptr;
}

bool Balancer::hasOtherThan(std::span<const Upstream* const> tried) const {
  return std::any_of(m_candidates.begin(), m_candidates.end(), [tried](const Candidate& candidate) {
    return std::find(tried.begin(), tried.end(), candidate.upstream.get()) == tried.end();
  });
}

void Balancer::collect(Want want, const Pick& pick) {
  m_eligible.clear();
  for (Candidate& candidate : m_candidates) {
    const Upstream* const upstream = candidate.upstream.get();
    candidate.isEligible = want == Want::Any || (upstream->endpoint().backup == (want == Want::Backup) &&
                                                 upstream->health().isUsable(m_rules.failures, pick.now));
    if (!pick.tried.empty() && std::find(pick.tried.begin(), pick.tried.end(), upstream) != pick.tried.end())
      candidate.isEligible = false;
    if (candidate.isEligible) m_eligible.push_back(&candidate);
  }
}

// All stays in the region while enough of it works; else in proportion (as Envoy's priority levels).
void Balancer::keepRegion(const Pick& pick) {
  std::int64_t working = 0;
  for (const Candidate* candidate : m_eligible) {
    if (candidate->isLocal) working += candidate->upstream->endpoint().weight;
  }
  const bool allLocal = std::all_of(m_eligible.begin(), m_eligible.end(),
                                    [](const Candidate* candidate) { return candidate->isLocal; });
  if (working == 0 || allLocal) return;
  const std::int64_t needed = std::max(m_rules.regionFirst->spillBelow.value(), 1);
  const std::int64_t stays = working * 10'000 * 10'000 / (m_localWeight * needed);
  keepIf(static_cast<std::int64_t>((pick.random >> 32) % 10'000) < stays);
}

void Balancer::keepIf(bool local) {
  for (Candidate* candidate : m_eligible) candidate->isEligible = candidate->isLocal == local;
  std::erase_if(m_eligible, [](const Candidate* candidate) { return !candidate->isEligible; });
}

Balancer::Candidate* Balancer::choose(const Pick& pick) {
  if (m_eligible.size() == 1) return m_eligible.front();
  switch (m_rules.balance) {
    case policy::Balance::LeastConn:
      return chooseLeastBusy(pick);
    case policy::Balance::Hash:
      return chooseByHash(pick.hashKey);
    case policy::Balance::Random:
      return chooseOfTwo(pick);
    case policy::Balance::RoundRobin:
      break;
  }
  return chooseInTurn(m_eligible, pick);
}

std::int64_t Balancer::warmWeight(const Candidate& candidate, int weight, const Pick& pick) const {
  if (m_rules.slowStart.count() == 0) return std::int64_t{weight} * kWhole;
  return std::int64_t{weight} * candidate.upstream->health().warmth(m_rules.slowStart, pick.now);
}

// Smooth weighted round-robin, as nginx does it (commit 52327e0627f4): of weights 5, 1, 1 it makes the
// sequence a a b a c a a, not five of a in a row.
Balancer::Candidate* Balancer::chooseInTurn(std::span<Candidate* const> eligible, const Pick& pick) {
  std::int64_t total = 0;
  Candidate* best = nullptr;
  for (Candidate* const candidate : eligible) {
    const int left = candidate->upstream->health().weightAndRecover(candidate->upstream->endpoint().weight);
    const std::int64_t weight = warmWeight(*candidate, left, pick);
    candidate->current += weight;
    total += weight;
    if (best == nullptr || candidate->current > best->current) best = candidate;
  }
  best->current -= total;
  return best;
}

// The fewest requests and tunnels under way for their weight; equals take turns.
Balancer::Candidate* Balancer::chooseLeastBusy(const Pick& pick) {
  if (m_rules.slowStart.count() != 0) keepWarm(pick);
  double least = loadOf(*m_eligible.front()->upstream);
  for (const Candidate* const candidate : m_eligible) least = std::min(least, loadOf(*candidate->upstream));
  m_leastBusy.clear();
  for (Candidate* const candidate : m_eligible) {
    if (loadOf(*candidate->upstream) <= least) m_leastBusy.push_back(candidate);
  }
  return chooseInTurn(m_leastBusy, pick);
}

// An instance that has just come has no connections, and would be the least busy until it has as many as the
// others: it takes part in a choice only as often as it is warm.
void Balancer::keepWarm(const Pick& pick) {
  std::uint64_t chance = pick.random;
  for (Candidate* const candidate : m_eligible) {
    chance = mixed(chance + 0x9e3779b97f4a7c15U);
    const int warmth = candidate->upstream->health().warmth(m_rules.slowStart, pick.now);
    candidate->isEligible = static_cast<int>(chance % kWhole) < warmth;
  }
  const auto isCold = [](const Candidate* candidate) { return !candidate->isEligible; };
  if (std::all_of(m_eligible.begin(), m_eligible.end(), isCold)) return;
  std::erase_if(m_eligible, isCold);
}

Balancer::Candidate* Balancer::chooseByHash(std::uint64_t key) {
  std::size_t place = m_ring->placeOf(key);
  while (!m_candidates[m_ring->memberAt(place)].isEligible) place = m_ring->nextAfter(place);
  return &m_candidates[m_ring->memberAt(place)];
}

// The less busy of two drawn by weight (Mitzenmacher, "The power of two choices", 2001).
Balancer::Candidate* Balancer::chooseOfTwo(const Pick& pick) {
  Candidate* const first = drawn(mixed(pick.random), nullptr, pick);
  Candidate* const second = drawn(mixed(pick.random + 1), first, pick);
  return loadOf(*second->upstream) < loadOf(*first->upstream) ? second : first;
}

Balancer::Candidate* Balancer::drawn(std::uint64_t random, const Candidate* without, const Pick& pick) {
  const auto weightOf = [&](const Candidate* candidate) {
    const int weight = candidate->upstream->endpoint().weight;
    return candidate == without ? 0 : static_cast<std::uint64_t>(warmWeight(*candidate, weight, pick));
  };
  std::uint64_t total = 0;
  for (const Candidate* const candidate : m_eligible) total += weightOf(candidate);
  std::uint64_t point = random % total;
  for (Candidate* const candidate : m_eligible) {
    const std::uint64_t weight = weightOf(candidate);
    if (point < weight) return candidate;
    point -= weight;
  }
  return m_eligible.back();
}

}  // namespace halftone::proxy
