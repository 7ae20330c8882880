// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"

// What an operator orders for open sessions, as values, and their JSON (resources/docs/streams.md).
// Thread-agnostic.
namespace halftone::chat {

// Which sessions are meant: all that meet every condition given; an empty string is none.
struct SessionFilter {
  std::string session;
  std::vector<std::string> sessions;  // any of these; at most kMaxSessions
  std::string user;
  std::string room;
  std::string version;  // of the node
  std::string node;
  double share = 1;              // above 0, at most 1: so many of them, picked at random
  bool placedElsewhere = false;  // only those that today's policy would place on another version

  static constexpr std::size_t kMaxSessions = 20'000;
  [[nodiscard]] bool namesSomebody() const {
    return !session.empty() || !sessions.empty() || !user.empty() || !room.empty();
  }
};

enum class MoveMode {
  Keep,      // nobody is moved: it is only told how many are left
  Pace,      // so many a second
  Deadline,  // evenly, so that the last has gone when the time is up
};

struct MoveOrder {
  SessionFilter where;
  MoveMode mode = MoveMode::Pace;
  double perSecond = 10;                   // Pace
  std::chrono::milliseconds within{0};     // Deadline
  double jitter = 0.25;                    // 0 to 1: how unevenly single moves are spaced; the pace stays
  std::chrono::milliseconds spread{1000};  // clients are told to wait a random part of it
  std::string reason = "moved";            // of the close, at most 100 bytes
};

// Ends sessions for good: their clients are not told to come back.
struct KickOrder {
  SessionFilter where;  // names a session, a user or a room
  std::uint16_t code = 4001;
  std::string reason = "kicked";
};

// How a move goes.
struct MoveProgress {
  enum class State { Running, Done, Cancelled };
  std::string id;
  MoveOrder order;
  State state = State::Running;
  std::uint64_t total = 0;  // sessions that were meant when it began, and found since
  std::uint64_t moved = 0;
  std::uint64_t gone = 0;  // left by themselves
  std::uint64_t left = 0;
  std::int64_t startedMs = 0;
  std::int64_t endsMs = 0;  // projected, or when it ended; 0: cannot be told
};

// What a node is willing to do.
enum class ServiceState : std::uint8_t {
  Serving,
  Maintenance,  // no new sessions; those open go on
  Draining,     // no new sessions; those open are moved away
};

struct StateOrder {
  ServiceState state = ServiceState::Serving;
  MoveOrder drain;  // Draining: of all sessions
  std::string reason;
};

// Errors name the member by its JSON pointer.
[[nodiscard]] Result<MoveOrder> readMoveOrder(std::string_view json);
[[nodiscard]] Result<KickOrder> readKickOrder(std::string_view json);
[[nodiscard]] Result<StateOrder> readStateOrder(std::string_view json);

[[nodiscard]] const char* toString(MoveMode mode);
[[nodiscard]] const char* toString(ServiceState state);
void appendMove(std::string& out, const MoveProgress& progress);
[[nodiscard]] std::string writeMoves(const std::vector<MoveProgress>& moves);  // {"moves":[...]}

}  // namespace halftone::chat
