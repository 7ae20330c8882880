// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

// The words of the chat, as values. Thread-agnostic.
namespace halftone::chat {

// Which of the two shapes of the API a client is spoken to in (resources/docs/chat-protocol.md).
enum class ApiVersion : std::uint8_t { V1, V2 };
inline constexpr int kApiVersions = 2;

// Where a room's log stands. A log that is made anew gets a new epoch, so that sequence numbers of two
// logs are never compared.
struct RoomPosition {
  std::string epoch;
  std::uint64_t seq = 0;  // of the last message stored; 0: none yet
  friend bool operator==(const RoomPosition&, const RoomPosition&) = default;
};

// What somebody wants to say, not stored yet.
struct Draft {
  std::string room;
  std::string from;
  std::string text;
  std::string clientId;       // the client's own id as JSON text, for idempotence; empty: none
  std::uint64_t session = 0;  // who is to be told how it went
};

// A stored message: immutable, shared by everyone who sends or keeps it.
struct Message {
  std::string room;
  std::string epoch;
  std::uint64_t seq = 0;  // 1, 2, 3 ... in its room and epoch, without gaps
  std::string from;
  std::string text;
  std::int64_t timeMs = 0;    // since 1970, UTC
  std::string node;           // where it was said
  std::string version;        // of that node
  std::string clientId;       // as in Draft
  std::uint64_t session = 0;  // of this node's session that said it; 0: said elsewhere or long ago

  // Unique over all rooms and epochs.
  [[nodiscard]] std::string id() const { return epoch + '-' + std::to_string(seq); }
};

// What members of a room on other nodes see besides messages. It is not kept and may be lost.
struct Passing {
  std::string room;
  std::string node;         // where it happened
  std::string typing;       // the user who types; empty: it tells of members
  std::size_t members = 0;  // of the room on that node
  std::vector<std::string> joined;
  std::vector<std::string> left;
};

using MessagePtr = std::shared_ptr<const Message>;

// One session as others may see it: the admin API and, through the backplane, other nodes.
struct SessionRecord {
  std::string id;
  std::string user;
  std::string node;
  std::string version;
  std::vector<std::string> rooms;
  std::int64_t sinceMs = 0;
  std::int64_t lastActiveMs = 0;
  std::uint64_t messages = 0;  // said by it
  std::string address;
  std::string resumeToken;  // single use; empty: cannot be resumed
};

}  // namespace halftone::chat
