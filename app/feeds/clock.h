// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace halftone::app {

// The console's time in milliseconds since 1970: the wall's, or in a replay that of the flight, which stands
// still while it is paused. One for the process, since a window shows one time. Any thread.
[[nodiscard]] qint64 nowMs();

// From now on the console's time is `ms` and goes on `speed` times as fast as the wall's; 0: it stands.
void setClock(qint64 ms, double speed);
// The wall's again.
void resetClock();
[[nodiscard]] bool isClockStanding();

}  // namespace halftone::app
