// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/viewmodels/deeplink.h"

namespace halftone::app {

class PageViewModel;

// The link that leads back to what a page shows: its service or key, rule, user, filter, time range. GUI
// thread.
[[nodiscard]] DeepLink placeOf(const QString& page, const PageViewModel& vm);

// Turns a page to such a place, but for what has to be known first: its rule, and the user who is explained.
void turnTo(const DeepLink& place, PageViewModel* vm);

}  // namespace halftone::app
