// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/chat/message.h"
#include "server/chat/moveorder.h"
#include "server/chat/policysnapshot.h"

namespace halftone::chat {

// What a node's admin port tells of its sessions (resources/docs/streams.md): a value, made in the data
// thread, written as text in the main thread.
struct SessionsSnapshot {
  bool full = false;
  std::int64_t timeMs = 0;
  std::uint64_t open = 0;
  std::uint64_t messagesIn = 0;
  std::uint64_t messagesOut = 0;
  std::vector<SessionRecord> sessions;  // all, or the changed ones
  std::vector<std::string> closed;      // ids; empty if full
  ServiceState state = ServiceState::Serving;
  std::vector<MoveProgress> moves;  // the newest first
  Drift drift;
};

}  // namespace halftone::chat
