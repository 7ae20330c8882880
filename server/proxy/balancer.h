// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backend/policy/model.h"
#include "server/proxy/ring.h"
#include "server/proxy/upstream.h"

namespace halftone::proxy {

// What a choice among instances depends on.
struct Pick {
  Upstream::TimePoint now;
  std::span<const Upstream* const> tried;  // by this request, in vain
  std::uint64_t hashKey = 0;               // for Balance::Hash
  std::uint64_t random = 0;
};

// How a version's instances are chosen from; of the policy, made ready.
struct BalanceRules {
  policy::Balance balance = policy::Balance::RoundRobin;
  policy::FailureSettings failures{1, policy::Duration{1'000}};
  policy::Duration slowStart{0};                        // 0: none
  std::optional<policy::RegionSettings> regionFirst{};  // nothing: regions do not matter
  std::string region{};                                 // the proxy's own
};

// Chooses an instance of one version. State of one worker and one snapshot.
class Balancer {
 public:
  // `ring`: of the instances in their order, for Balance::Hash; made here where it is null.
  Balancer(BalanceRules rules, std::vector<std::shared_ptr<Upstream>> upstreams,
           std::shared_ptr<const HashRing> ring = nullptr);

  // An instance that was not tried: a usable one that is no backup, else a usable backup, else any; null when
  // all were tried.
  [[nodiscard]] Upstream* pick(const Pick& pick);
  // Whether pick() would give an instance, without giving one.
  [[nodiscard]] bool hasOtherThan(std::span<const Upstream* const> tried) const;
  [[nodiscard]] const BalanceRules& rules() const { return m_rules; }

 private:
  struct Candidate {
    std::shared_ptr<Upstream> upstream;
    std::int64_t current = 0;  // of the smooth weighted round-robin
    bool isLocal = false;      // in the proxy's region
    bool isEligible = false;   // in this choice
  };
  enum class Want { Primary, Backup, Any };
  void collect(Want want, const Pick& pick);
  void keepRegion(const Pick& pick);
  void keepWarm(const Pick& pick);
  void keepIf(bool local);
  [[nodiscard]] Candidate* choose(const Pick& pick);
  [[nodiscard]] Candidate* chooseInTurn(std::span<Candidate* const> eligible, const Pick& pick);
  [[nodiscard]] Candidate* chooseLeastBusy(const Pick& pick);
  [[nodiscard]] Candidate* chooseByHash(std::uint64_t key);
  [[nodiscard]] Candidate* chooseOfTwo(const Pick& pick);
  [[nodiscard]] Candidate* drawn(std::uint64_t random, const Candidate* without, const Pick& pick);
  [[nodiscard]] std::int64_t warmWeight(const Candidate& candidate, int weight, const Pick& pick) const;

  BalanceRules m_rules;
  std::vector<Candidate> m_candidates;
  std::shared_ptr<const HashRing> m_ring;
  std::int64_t m_localWeight = 0;  // of the region's instances that are no backups
  // Scratch, so that a choice does not allocate:
  std::vector<Candidate*> m_eligible;
  std::vector<Candidate*> m_leastBusy;
};

}  // namespace halftone::proxy
