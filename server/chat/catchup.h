// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/chat/backplane.h"

namespace halftone::chat {

// Whether a log that stands at `position` and still keeps all from `oldest` on can give a client at `mark`
// all that it missed, and whether that is not too many.
[[nodiscard]] inline bool isWithinReach(const RoomPosition& mark, const RoomPosition& position,
                                        std::uint64_t oldest, const CatchUpLimits& limits) {
  return mark.epoch == position.epoch && mark.seq <= position.seq && mark.seq + 1 >= oldest &&
         position.seq - mark.seq <= limits.maxMessages;
}

// All or nothing: a part would be a silent loss.
inline void keepIfAffordable(CatchUp& result, const CatchUpLimits& limits) {
  std::size_t bytes = 0;
  for (const MessagePtr& message : result.missed) bytes += message->text.size();
  result.recovered = bytes <= limits.maxBytes;
  if (!result.recovered) result.missed.clear();
}

}  // namespace halftone::chat
