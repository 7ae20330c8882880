// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/chat/message.h"
#include "server/chat/tokenbucket.h"
#include "server/chat/wire.h"

namespace halftone::chat {

class Room;

// One client's stay on this node. Owner: the hub; data thread only.
class Session {
 public:
  struct Setup {
    std::string user;
    ApiVersion api = ApiVersion::V1;
    bool deflates = false;  // permessage-deflate was agreed on
    std::string head;       // rememberHead()
  };
  struct Membership {
    Room* room = nullptr;
    std::uint32_t index = 0;  // in the room's list
  };

  Session(std::uint64_t key, Setup setup, Wire& wire, TokenBucket bucket, std::int64_t nowMs);

  [[nodiscard]] std::uint64_t key() const { return m_key; }
  [[nodiscard]] std::string id() const { return idOf(m_key); }
  [[nodiscard]] const std::string& user() const { return m_user; }
  [[nodiscard]] ApiVersion api() const { return m_api; }
  [[nodiscard]] bool deflates() const { return m_deflates; }
  [[nodiscard]] const std::string& head() const { return m_head; }
  [[nodiscard]] Wire& wire() const { return m_wire; }
  [[nodiscard]] TokenBucket& bucket() { return m_bucket; }

  [[nodiscard]] std::vector<Membership>& memberships() { return m_memberships; }
  [[nodiscard]] const std::vector<Membership>& memberships() const { return m_memberships; }
  [[nodiscard]] Membership* membershipIn(const Room& room);

  [[nodiscard]] std::int64_t sinceMs() const { return m_sinceMs; }
  void touch(std::int64_t nowMs);
  void countMessage() { ++m_messages; }
  // What other nodes may see of it: all but the address, which costs a system call (wire().peer()).
  [[nodiscard]] SessionRecord record(const std::string& node, const std::string& version) const;

  // The secret that lets the same user take the session's place, once: "ID.SECRET"; empty once it is spent.
  [[nodiscard]] std::string resumeToken() const;
  // Whether this is the token; if so it is spent.
  [[nodiscard]] bool spendToken(std::string_view token);
  [[nodiscard]] static std::string idOf(std::uint64_t key);
  // The key in an id or in a token of ours; nothing if it is neither.
  [[nodiscard]] static std::optional<std::uint64_t> keyOf(std::string_view idOrToken);

  bool isChanged = true;                                // since the last frame of the admin stream
  bool isRecordDue = true;                              // to be put into the backplane
  bool isMisplaced = false;                             // today's policy would place it on another version
  std::int16_t placedOn = -1;                           // the policy's version; -1: none
  std::uint32_t placedBy = 0;                           // the placement's generation
  std::uint16_t joining = 0;                            // joins not answered yet
  std::uint16_t refusals = 0;                           // frames refused in a row by the bucket
  std::chrono::steady_clock::time_point lastDelayed{};  // injected latency keeps the order of frames

 private:
  std::uint64_t m_key;
  std::uint64_t m_secret[2];
  std::string m_user;
  std::string m_head;
  Wire& m_wire;
  TokenBucket m_bucket;
  std::vector<Membership> m_memberships;
  std::int64_t m_sinceMs;
  std::int64_t m_lastActiveMs;
  std::uint64_t m_messages = 0;
  ApiVersion m_api;
  bool m_deflates;
};

}  // namespace halftone::chat
