// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/feeds/feedstatus.h"
#include "app/viewmodels/pageviewmodel.h"

namespace halftone::app {

// What a feed's status is on a page, and the sentence that says it.
[[nodiscard]] PageViewModel::State pageState(const FeedStatus& status);
[[nodiscard]] QString statusText(const FeedStatus& status, qint64 nowMs);
// "Cannot be shown: REASON".
[[nodiscard]] QString failedText(const QString& reason);

}  // namespace halftone::app
