// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/fault.h"

namespace halftone::proxy::filters {

std::optional<OwnAnswer> injectedAbort(const policy::FaultSettings& faults, std::uint64_t random) {
  if (!faults.abort || !isHit(faults.abort->percent, random)) return std::nullopt;
  return OwnAnswer{faults.abort->status, "a fault, injected by the policy", "X-Halftone-Fault: abort\r\n"};
}

policy::Duration injectedDelay(const policy::FaultSettings& faults, std::uint64_t random) {
  if (!faults.delay || !isHit(faults.delay->percent, random)) return policy::Duration{0};
  return faults.delay->time;
}

}  // namespace halftone::proxy::filters
