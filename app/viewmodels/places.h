// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/viewmodels/deeplink.h"

namespace halftone::app {

class PageViewModel;

// The link that leads back to what a page shows: its service or key, rule, user, filter, time range. GUI
// thread.
[[nodiscard]] DeepLink placeOf(const QString& page, const PageViewModel& vm);

}  // namespace halftone::app
