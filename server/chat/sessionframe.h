// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/chat/sessionsnapshot.h"

namespace halftone::chat {

struct FrameSource {
  std::string_view node;
  std::string_view version;
  std::string_view epoch;
};

// One frame of the chat's admin stream (resources/docs/streams.md) with `sessions` of the snapshot.
[[nodiscard]] std::string writeSessionFrame(const FrameSource& source, const SessionsSnapshot& snapshot,
                                            std::span<const SessionRecord> sessions);

// A full snapshot as several frames: the first is marked full, those that follow add the rest as changes.
[[nodiscard]] std::vector<std::string> writeFullFrames(const FrameSource& source,
                                                       const SessionsSnapshot& snapshot,
                                                       std::size_t sessionsInFrame);

}  // namespace halftone::chat
