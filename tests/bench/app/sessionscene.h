// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/app/framewatch.h"

namespace halftone::bench {

// The whole console on its Sessions page.
struct SessionsResult {
  double fullAfterSeconds = 0;  // from the start of the console to the first full table
  FrameTimes scrolled;          // empty: it did not come so far
  double megabytesBefore = 0;
  double megabytes = 0;
};

// On a Consul of its own, with four nodes whose streams another thread of this process plays; their part of
// CPU and memory is in the figures. Needs an X server.
[[nodiscard]] SessionsResult scrollLiveSessions(int sessions, int changesPerSecond);

}  // namespace halftone::bench
