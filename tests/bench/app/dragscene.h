// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace halftone::bench {

// A drag of some seconds on the sliders of a split, above live charts of six series each.
struct DragResult {
  double seconds = 0;
  std::vector<double> frames;  // milliseconds between two frames, sorted
  double cpuShare = 0;         // of one core
};

// Needs a platform that shows windows. Empty if the scene does not load.
[[nodiscard]] DragResult dragBesideCharts(int charts, int chartsPerSecond, double seconds);

}  // namespace halftone::bench
