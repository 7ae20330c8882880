// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/chat/message.h"

namespace halftone::chat {

class Session;
struct Counters;

// The members of a room who are spoken to in one API version and who read compressed frames or do not, and
// what they will be sent at the end of the turn: frames are encoded once and go out as one shared batch, one
// send a member.
struct Audience {
  std::vector<Session*> members;
  std::string batch;    // encoded frames that must arrive
  std::string passing;  // typing, presence: a slow reader goes without
};

// A join that waits until the room's log is open.
struct WaitingJoin {
  std::uint64_t session = 0;
  std::string id;                     // the frame's
  std::optional<RoomPosition> after;  // what the client has seen
  bool isUnmarked = false;            // comes back to a room of which it did not say what it has seen
};

// Who came and went since the last presence frame.
struct PresenceChange {
  std::vector<std::string> joined;
  std::vector<std::string> left;
  std::vector<std::string> joinedElsewhere;  // on other nodes
  std::vector<std::string> leftElsewhere;
  bool isDue = false;
  bool isOwn = false;  // there is something to tell the other nodes
};

// A room as this node sees it: its members here, and where its log stands. Data thread only.
class Room {
 public:
  explicit Room(std::string name) : m_name(std::move(name)) {}

  [[nodiscard]] const std::string& name() const { return m_name; }
  [[nodiscard]] std::size_t memberCount() const;
  [[nodiscard]] std::size_t allMembers() const;  // those on other nodes too, as far as they were heard of
  // How many members the room has on another node; whether that is news.
  bool setElsewhere(const std::string& node, std::size_t members);
  [[nodiscard]] bool isUnused() const { return memberCount() == 0 && waiting.empty() && catchingUp == 0; }

  void admit(Session& session);
  void dismiss(Session& session);

  // Adds the frame to the batch of each audience that has members.
  void say(const Message& message, Counters& counters);
  void addPassing(std::string_view text);
  void flush(Counters& counters);  // sends what was gathered
  [[nodiscard]] std::size_t gatheredBytes() const;

  RoomPosition position;         // of the last message given to the audiences
  bool isOpen = false;           // its position is known
  bool isOpening = false;        // the backplane was asked for it
  bool isDirty = false;          // has something to flush, or may be unused: it is on the hub's list
  std::uint32_t catchingUp = 0;  // joins that wait for what they missed
  std::vector<WaitingJoin> waiting;
  PresenceChange presence;

 private:
  std::string m_name;
  std::vector<std::pair<std::string, std::size_t>> m_elsewhere;  // members by node; few nodes
  [[nodiscard]] Audience& audience(ApiVersion api, bool deflates) {
    return m_audiences[static_cast<std::size_t>(api) * 2 + (deflates ? 1 : 0)];
  }
  [[nodiscard]] Audience& audienceOf(const Session& session);

  std::array<Audience, kApiVersions * 2> m_audiences;
};

}  // namespace halftone::chat
