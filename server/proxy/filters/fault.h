// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "backend/policy/traffic.h"
#include "server/proxy/filters/filter.h"

namespace halftone::proxy::filters {

// Whether one of so many random requests is among the share.
[[nodiscard]] constexpr bool isHit(BasisPoints share, std::uint64_t random) {
  return static_cast<int>((random >> 16) % 10'000) < share.value();
}

// The answer to a request that is to fail on purpose.
[[nodiscard]] std::optional<OwnAnswer> injectedAbort(const policy::FaultSettings& faults,
                                                     std::uint64_t random);
// How long a request is to wait on purpose; 0: not at all.
[[nodiscard]] policy::Duration injectedDelay(const policy::FaultSettings& faults, std::uint64_t random);

}  // namespace halftone::proxy::filters
