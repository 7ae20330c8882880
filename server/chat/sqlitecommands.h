// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "server/chat/backplane.h"

// What the data thread asks the store thread to do, as values.
namespace halftone::chat::store {

template <typename T>
using Done = Backplane::Done<T>;

struct Open {
  std::string room;
  Done<RoomPosition> done;
};
struct Close {
  std::string room;
};
struct Append {
  Draft draft;
};
struct ReadMissed {
  std::string room;
  RoomPosition mark;
  CatchUpLimits limits;
  Done<CatchUp> done;
};
struct ReadHistory {
  HistoryQuery query;
  Done<HistoryPage> done;
};
struct PutSession {
  SessionRecord record;
};
struct EndSession {
  SessionRecord record;
};
struct Pass {
  Passing passing;
};
struct EndNode {
  std::string node;
};
struct Redeem {
  std::string token;
  std::string user;
  Done<SessionRecord> done;
};

using Command =
    std::variant<Open, Close, Append, ReadMissed, ReadHistory, PutSession, EndSession, Pass, EndNode, Redeem>;

[[nodiscard]] inline bool writes(const Command& command) {
  return !std::holds_alternative<Close>(command) && !std::holds_alternative<ReadMissed>(command) &&
         !std::holds_alternative<ReadHistory>(command);
}

// What the data thread does once the transaction is committed, or has failed.
using Outcome = std::function<void(BackplaneListener*)>;

}  // namespace halftone::chat::store
