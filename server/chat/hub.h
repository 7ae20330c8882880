// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/chat/backplane.h"
#include "server/chat/counters.h"
#include "server/chat/limits.h"
#include "server/chat/protocol.h"
#include "server/chat/room.h"
#include "server/chat/session.h"
#include "server/chat/sessionsnapshot.h"
#include "server/chat/tails.h"

namespace halftone::chat {

// The chat itself: sessions and rooms of one node, what clients ask for, what the backplane tells. It knows
// no sockets. Data thread only. Whatever enters it (a frame, a stored message, a timer) only gathers; flush()
// sends, at the end of each turn.
class Hub final : public BackplaneListener {
 public:
  struct Identity {
    std::string node;
    std::string version;
  };
  using Clock = std::chrono::steady_clock;

  // All must outlive the hub.
  Hub(Identity identity, const Limits& limits, Backplane& backplane, Counters& counters);
  ~Hub() override;

  // A new session, greeted. It ends with `remove`; `wire` must live until then.
  Session& add(Session::Setup setup, Wire& wire, Clock::time_point now);
  void remove(Session& session);
  [[nodiscard]] Session* find(std::uint64_t key) const;
  [[nodiscard]] std::size_t sessionCount() const { return m_sessions.size(); }
  template <typename Use>
  void forEachSession(Use use) const {
    for (const auto& [key, session] : m_sessions) use(*session);
  }
  template <typename Use>
  void forEachRoom(Use use) const {
    for (const auto& [name, room] : m_rooms) use(*room);
  }
  [[nodiscard]] const Identity& identity() const { return m_identity; }
  [[nodiscard]] Tails& tails() { return m_tails; }

  // Does what one text frame of a client asks for.
  void handle(Session& session, std::string_view frame, Clock::time_point now);

  // Sends everything that was gathered and forgets rooms that nobody is in.
  void flush();
  // Once a second or so: presence frames of rooms whose members changed.
  void tellPresence();
  // Every few seconds: brings the backplane's session records up to date.
  void syncRecords();

  // The sessions as the admin port tells them: all, or what changed since the last call. Changes are kept
  // only while `watch` is on.
  void watchChanges(bool watch);
  [[nodiscard]] SessionsSnapshot snapshot(bool full);

  // The end: every client is told to come back elsewhere, spread over `spreadMs`, and closed with 1001.
  void sendAllAway(int spreadMs);

  void messageStored(const MessagePtr& message) override;
  void messageWasStored(const Draft& draft, std::uint64_t seq) override;
  void messageRefused(const Draft& draft, const Error& error) override;
  void passed(const Passing& passing) override;

  // Another node is dead: its members are gone, its sessions are to be served here or elsewhere.
  void nodeDied(const std::string& node);

 private:
  void onJoin(Session& session, ClientFrame& frame);
  void onLeave(Session& session, const ClientFrame& frame);
  void onSay(Session& session, ClientFrame& frame);
  void onTyping(Session& session, const ClientFrame& frame);
  void onHistory(Session& session, const ClientFrame& frame);
  void onResume(Session& session, ClientFrame& frame);
  void refuseFlood(Session& session, std::string_view frame);
  void sendError(Session& session, const char* code, std::string message, std::string_view id = {});

  void join(Session& session, const std::string& name, WaitingJoin join);
  void roomOpened(const std::string& name, const Result<RoomPosition>& position);
  void serveJoin(Room& room, const WaitingJoin& join);
  void caughtUp(const std::string& name, const WaitingJoin& join, const Result<CatchUp>& result);
  void admit(Room& room, Session& session, const WaitingJoin& join, const CatchUp* caught);
  void leave(Room& room, Session& session);
  void resumed(std::uint64_t session, const std::string& id, const std::vector<RoomMark>& marks,
               const Result<SessionRecord>& record);
  void takeOver(Session& session, Session& former, const ClientFrame& frame);

  [[nodiscard]] Room* findRoom(const std::string& name) const;
  void makeDirty(Room& room);
  void tail(Room& room, const Message& message);
  void noteDue(Room& room);
  void forgetUnused(Room& room);

  Identity m_identity;
  const Limits& m_limits;
  Backplane& m_backplane;
  Counters& m_counters;
  std::unordered_map<std::uint64_t, std::unique_ptr<Session>> m_sessions;
  std::unordered_map<std::string, std::unique_ptr<Room>> m_rooms;
  std::vector<Room*> m_dirty;
  std::vector<Room*> m_presenceDue;
  std::vector<std::uint64_t> m_newRecords;  // sessions whose rooms changed: their record goes out at once
  std::vector<std::string> m_closedIds;     // while somebody watches changes
  bool m_watched = false;
  Tails m_tails;
};

}  // namespace halftone::chat
