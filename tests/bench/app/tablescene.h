// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/app/framewatch.h"

namespace halftone::bench {

// A table in a window of its own, sorted by the column that changes, ten snapshots a second, while a wheel
// turns over it. Needs an X server. Empty if the scene does not load.
[[nodiscard]] FrameTimes scrollLiveTable(int rows, int changesPerSecond);

}  // namespace halftone::bench
