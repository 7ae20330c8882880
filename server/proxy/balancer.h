// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "backend/policy/model.h"
#include "server/proxy/upstream.h"

namespace halftone::proxy {

// What a choice among instances depends on.
struct Pick {
  Upstream::TimePoint now;
  std::span<const Upstream* const> tried;  // by this request, in vain
  std::uint64_t hashKey = 0;               // for Balance::Hash
  std::uint64_t random = 0;                // for Balance::Random
};

// Chooses an instance of one version. State of one worker and one snapshot.
class Balancer {
 public:
  Balancer(policy::Balance balance, std::vector<std::shared_ptr<Upstream>> upstreams);

  // An instance that was not tried: a working one that is no backup, else a working backup, else one that has
  // just refused; null when all were tried.
  [[nodiscard]] Upstream* pick(const Pick& pick);

 private:
  struct Candidate {
    std::shared_ptr<Upstream> upstream;
    std::int64_t current = 0;  // of the smooth weighted round-robin
  };
  [[nodiscard]] Candidate* choose(std::span<Candidate* const> eligible, const Pick& pick);
  [[nodiscard]] static Candidate* chooseInTurn(std::span<Candidate* const> eligible);
  [[nodiscard]] static Candidate* chooseLeastBusy(std::span<Candidate* const> eligible);
  [[nodiscard]] static Candidate* chooseByHash(std::span<Candidate* const> eligible, std::uint64_t key);
  [[nodiscard]] static Candidate* chooseByChance(std::span<Candidate* const> eligible, std::uint64_t random);

  policy::Balance m_balance;
  std::vector<Candidate> m_candidates;
  std::vector<Candidate*> m_eligible;  // scratch, so that a choice does not allocate
};

}  // namespace halftone::proxy
