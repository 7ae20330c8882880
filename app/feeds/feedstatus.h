// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace halftone::app {

// How far what a feed shows can be trusted. A value.
struct FeedStatus {
  enum class State {
    Loading,  // nothing yet
    Ready,
    Stale,   // the last good snapshot of `sinceMs`
    Failed,  // nothing, because of `reason`
  };
  State state = State::Loading;
  QString reason;
  qint64 sinceMs = 0;  // of Stale: until when it was live, ms since 1970
  friend bool operator==(const FeedStatus&, const FeedStatus&) = default;
};

}  // namespace halftone::app
