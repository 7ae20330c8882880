// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/app/framewatch.h"

namespace halftone::bench {

// A table in a window of its own, sorted by the column that changes, ten snapshots a second, while a wheel
// turns over it. Needs an X server. Empty if the scene does not load.
[[nodiscard]] FrameTimes scrollLiveTable(int rows, int changesPerSecond);

// What one action costs the GUI thread in the same table at rest, until the view has drawn it; milliseconds.
struct TableActions {
  double sortByNumber = 0;
  double sortByName = 0;
  double turnRound = 0;  // the same column in the other direction
  double filter = 0;     // by one character, which four rows of ten have
};
// The best of five each. All zero if the scene does not load.
[[nodiscard]] TableActions actOnTable(int rows);

}  // namespace halftone::bench
