// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "server/chat/backplane.h"
#include "server/chat/config.h"
#include "server/chat/moveorder.h"

namespace halftone::chat {

// What /health judges: a node whose store fails, or that goes away, is to be given no more work.
struct NodeHealth {
  static constexpr std::chrono::milliseconds kMaxWaiting{2000};
  static constexpr std::size_t kMaxQueued = 20'000;

  BackplaneHealth backplane;
  bool isGoingAway = false;
  ServiceState service = ServiceState::Serving;
  std::uint64_t minFreeBytes = 0;

  // What is wrong with what the node depends on; empty if nothing is.
  [[nodiscard]] std::string trouble() const;
  [[nodiscard]] bool isServing() const {
    return !isGoingAway && service == ServiceState::Serving && trouble().empty();
  }
};

[[nodiscard]] std::string writeHealth(const NodeConfig& config, const NodeHealth& health,
                                      std::size_t sessions);

}  // namespace halftone::chat
