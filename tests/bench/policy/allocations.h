// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace halftone::bench {

// How often this program has called operator new so far, in all threads.
[[nodiscard]] std::uint64_t allocations();

}  // namespace halftone::bench
