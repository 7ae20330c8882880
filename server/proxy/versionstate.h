// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/policy/traffic.h"
#include "server/proxy/health.h"

namespace halftone::proxy {

class Exchange;
class Tunnel;

// What one worker remembers of a version from one snapshot to the next: how much is under way, and who waits.
struct VersionState {
  int requests = 0;               // exchanges, the waiting ones included
  int connections = 0;            // of exchanges and tunnels
  int retries = 0;                // exchanges that are a further try
  Health::TimePoint nextSweep{};  // of its outlier detection
  std::deque<Exchange*> waiting;  // for a connection
  std::vector<Tunnel*> tunnels;   // open, but for those that are being drained

  [[nodiscard]] bool mayRetry(const policy::RetrySettings& settings) const {
    const auto share = static_cast<int>(std::int64_t{requests} * settings.budget.value() / 10'000);
    return retries < std::max(settings.minimum, share);
  }
  [[nodiscard]] bool mayConnect(const std::optional<policy::LimitSettings>& limits) const {
    return !limits || !limits->connections || connections < *limits->connections;
  }
};

using VersionStates = std::map<std::string, std::shared_ptr<VersionState>>;  // by name

}  // namespace halftone::proxy
