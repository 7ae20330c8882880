// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace halftone::app {

// The console's time in milliseconds since 1970: the wall's, or in a replay that of the flight, which stands
// still while it is paused. One for the process, since a window shows one time. Any thread.
[[nodiscard]] qint64 nowMs();
// The same in seconds, as charts and histories have it.
[[nodiscard]] double nowSeconds();
// Milliseconds that never go back while the console is on one flight or cluster: to measure silence by.
[[nodiscard]] qint64 steadyMs();

// From now on the console's time is `ms` and goes on `speed` times as fast as the wall's; 0: it stands.
void setClock(qint64 ms, double speed);
// The wall's again.
void resetClock();
// 1 for the wall's, 0 while it stands.
[[nodiscard]] double clockSpeed();

}  // namespace halftone::app
