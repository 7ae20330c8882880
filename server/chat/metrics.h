// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/chat/backplane.h"
#include "server/chat/config.h"
#include "server/chat/counters.h"

namespace halftone::chat {

// A node's counters in Prometheus' text format 0.0.4, each with the labels node and version.
[[nodiscard]] std::string writeMetrics(const NodeConfig& config, const Counters& counters,
                                       const BackplaneHealth& backplane);

}  // namespace halftone::chat
