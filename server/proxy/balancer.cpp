// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/balancer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace halftone::proxy {

namespace {

// The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

// FNV-1a, 64 bits: the same in every process, so that each proxy sends a key to the same instance.
std::uint64_t hashOf(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

}  // namespace

Balancer::Balancer(policy::Balance balance, std::vector<std::shared_ptr<Upstream>> upstreams)
    : m_balance(balance) {
  m_candidates.reserve(upstreams.size());
  for (std::shared_ptr<Upstream>& upstream : upstreams) m_candidates.push_back({std::move(upstream), 0});
  m_eligible.reserve(m_candidates.size());
}

Upstream* Balancer::pick(const Pick& pick) {
  using Test = bool (*)(const Upstream&, Upstream::TimePoint);
  constexpr std::array<Test, 3> kPreferences{
      [](const Upstream& u, Upstream::TimePoint now) { return !u.endpoint().backup && !u.hasFailed(now); },
      [](const Upstream& u, Upstream::TimePoint now) { return u.endpoint().backup && !u.hasFailed(now); },
      [](const Upstream&, Upstream::TimePoint) { return true; },
  };
  for (const Test isWanted : kPreferences) {
    m_eligible.clear();
    for (Candidate& candidate : m_candidates) {
      const Upstream* const upstream = candidate.upstream.get();
      if (!isWanted(*upstream, pick.now)) continue;
      if (std::find(pick.tried.begin(), pick.tried.end(), upstream) != pick.tried.end()) continue;
      m_eligible.push_back(&candidate);
    }
    if (!m_eligible.empty()) return choose(m_eligible, pick)->upstream.get();
  }
  return nullptr;
}

Balancer::Candidate* Balancer::choose(std::span<Candidate* const> eligible, const Pick& pick) {
  if (eligible.size() == 1) return eligible.front();
  switch (m_balance) {
    case policy::Balance::LeastConn:
      return chooseLeastBusy(eligible);
    case policy::Balance::Hash:
      return chooseByHash(eligible, pick.hashKey);
    case policy::Balance::Random:
      return chooseByChance(eligible, pick.random);
    case policy::Balance::RoundRobin:
      break;
  }
  return chooseInTurn(eligible);
}

// Smooth weighted round-robin, as nginx does it (commit 52327e0627f4): of weights 5, 1, 1 it makes the
// sequence a a b a c a a, not five of a in a row.
Balancer::Candidate* Balancer::chooseInTurn(std::span<Candidate* const> eligible) {
  std::int64_t total = 0;
  Candidate* best = nullptr;
  for (Candidate* const candidate : eligible) {
    const int weight = candidate->upstream->endpoint().weight;
    candidate->current += weight;
    total += weight;
    if (best == nullptr || candidate->current > best->current) best = candidate;
  }
  best->current -= total;
  return best;
}

// The fewest requests under way for their weight; equals take turns.
Balancer::Candidate* Balancer::chooseLeastBusy(std::span<Candidate* const> eligible) {
  const auto load = [](const Candidate* c) {
    return static_cast<double>(c->upstream->inFlight()) / c->upstream->endpoint().weight;
  };
  double least = load(eligible.front());
  for (const Candidate* const candidate : eligible) least = std::min(least, load(candidate));
  Candidate* best = nullptr;
  std::int64_t total = 0;
  for (Candidate* const candidate : eligible) {
    if (load(candidate) > least) continue;
    const int weight = candidate->upstream->endpoint().weight;
    candidate->current += weight;
    total += weight;
    if (best == nullptr || candidate->current > best->current) best = candidate;
  }
  best->current -= total;
  return best;
}

// Weighted rendezvous hashing (Thaler and Ravishankar, 1998; weights after Schindelhauer and Schomaker,
// 2005): an instance that comes or goes moves only its own share of the keys.
Balancer::Candidate* Balancer::chooseByHash(std::span<Candidate* const> eligible, std::uint64_t key) {
  Candidate* best = nullptr;
  double bestScore = 0;
  for (Candidate* const candidate : eligible) {
    const std::uint64_t hash = mix(mix(key) ^ hashOf(candidate->upstream->endpoint().id));
    const double unit = (static_cast<double>(hash >> 11) + 0.5) / static_cast<double>(std::uint64_t{1} << 53);
    const double score = -candidate->upstream->endpoint().weight / std::log(unit);
    if (best == nullptr || score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

Balancer::Candidate* Balancer::chooseByChance(std::span<Candidate* const> eligible, std::uint64_t random) {
  std::uint64_t total = 0;
  for (const Candidate* const candidate : eligible) {
    total += static_cast<std::uint64_t>(candidate->upstream->endpoint().weight);
  }
  std::uint64_t point = random % total;
  for (Candidate* const candidate : eligible) {
    const auto weight = static_cast<std::uint64_t>(candidate->upstream->endpoint().weight);
    if (point < weight) return candidate;
    point -= weight;
  }
  return eligible.back();
}

}  // namespace halftone::proxy
