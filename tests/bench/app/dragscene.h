// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "tests/bench/app/framewatch.h"

namespace halftone::bench {

// A drag on the sliders of a split, above live charts of six series each. Needs a platform that shows
// windows. Empty if the scene does not load.
[[nodiscard]] FrameTimes dragBesideCharts(int charts, int chartsPerSecond, std::chrono::milliseconds time);

}  // namespace halftone::bench
