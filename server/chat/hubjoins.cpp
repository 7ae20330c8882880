// SPDX-License-Identifier: GPL-3.0-or-later
// How sessions get into rooms and out of them, and how they come back without loss.
//
// A join with a mark (what the client has read) waits until the log was read from there. The backplane
// answers in the order of its log: when the answer comes, the room here stands exactly where the answer ends,
// so the session enters without a gap and without a double.
#include <algorithm>
#include <utility>

#include "server/chat/hub.h"
#include "server/chat/wallclock.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

namespace {

constexpr std::size_t kMaxPresenceNames = 64;  // kept between two presence frames of a room

void note(std::vector<std::string>& names, const std::string& user) {
  if (names.size() < kMaxPresenceNames) names.push_back(user);
}

}  // namespace

void Hub::onJoin(Session& session, ClientFrame& frame) {
  join(session, frame.room, {session.key(), std::move(frame.id), std::move(frame.after)});
}

void Hub::join(Session& session, const std::string& name, WaitingJoin join) {
  if (session.memberships().size() + session.joining >= m_limits.maxRooms) {
    return sendError(session, "too_many_rooms", "leave a room first", join.id);
  }
  ++session.joining;
  Room* room = findRoom(name);
  if (room && room->isOpen) return serveJoin(*room, join);
  if (!room) {
    room = m_rooms.emplace(name, std::make_unique<Room>(name)).first->second.get();
    m_counters.rooms.add();
  }
  room->waiting.push_back(std::move(join));
  // A room that could not be opened stands until the end of the turn: who comes meanwhile tries again.
  if (std::exchange(room->isOpening, true)) return;
  m_backplane.openRoom(name,
                       [this, name](const Result<RoomPosition>& position) { roomOpened(name, position); });
}

void Hub::roomOpened(const std::string& name, const Result<RoomPosition>& position) {
  Room* room = findRoom(name);
  if (!room) return;
  room->isOpening = false;
  std::vector<WaitingJoin> waiting = std::exchange(room->waiting, {});
  makeDirty(*room);
  if (position) {
    room->isOpen = true;
    room->position = *position;
    for (const WaitingJoin& join : waiting) serveJoin(*room, join);
    return;
  }
  for (const WaitingJoin& join : waiting) {
    Session* session = find(join.session);
    if (!session) continue;
    --session->joining;
    sendError(*session, "unavailable", position.error().toString(), join.id);
  }
}

void Hub::serveJoin(Room& room, const WaitingJoin& join) {
  Session* session = find(join.session);
  if (!session) return;
  if (!join.after) return admit(room, *session, join, nullptr);
  ++room.catchingUp;
  const CatchUpLimits limits{2000, m_limits.maxQueueBytes / 2};
  m_backplane.catchUp(
      room.name(), *join.after, limits,
      [this, name = room.name(), join](const Result<CatchUp>& result) { caughtUp(name, join, result); });
}

void Hub::caughtUp(const std::string& name, const WaitingJoin& join, const Result<CatchUp>& result) {
  Room* room = findRoom(name);
  if (!room) return;
  --room->catchingUp;
  makeDirty(*room);
  Session* session = find(join.session);
  if (!session) return;
  if (result) return admit(*room, *session, join, &*result);
  --session->joining;
  sendError(*session, "unavailable", result.error().toString(), join.id);
}

void Hub::admit(Room& room, Session& session, const WaitingJoin& join, const CatchUp* caught) {
  --session.joining;
  const bool isMember = session.membershipIn(room) != nullptr;
  // What was gathered came before this member, and before what a member asks for once more.
  if (!isMember || caught) room.flush(m_counters);
  if (!isMember) room.admit(session);
  std::optional<bool> recovered;
  if (caught) {
    recovered = caught->recovered;
    (caught->recovered ? m_counters.roomsRecovered : m_counters.roomsUnrecovered).add();
  }
  if (join.isUnmarked) recovered = false;
  session.wire().sendText(writeJoined(room.name(), room.position, room.allMembers(), recovered, join.id));
  if (caught) {
    for (const MessagePtr& message : caught->missed)
      session.wire().sendText(writeMessage(session.api(), *message));
  }
  if (isMember) return;
  note(room.presence.joined, session.user());
  room.presence.isOwn = true;
  noteDue(room);
  session.touch(wallClockMs());
  m_newRecords.push_back(session.key());
}

void Hub::onLeave(Session& session, const ClientFrame& frame) {
  Room* room = findRoom(frame.room);
  if (!room || !session.membershipIn(*room))
    return sendError(session, "not_joined", "not in this room", frame.id);
  room->flush(m_counters);
  leave(*room, session);
  session.touch(wallClockMs());
  m_newRecords.push_back(session.key());
  session.wire().sendText(writeLeft(frame.room, frame.id));
}

void Hub::leave(Room& room, Session& session) {
  room.dismiss(session);
  note(room.presence.left, session.user());
  room.presence.isOwn = true;
  noteDue(room);
  makeDirty(room);
}

void Hub::onResume(Session& session, ClientFrame& frame) {
  const std::optional<std::uint64_t> key = Session::keyOf(frame.token);
  Session* former = key ? find(*key) : nullptr;
  if (former == &session) return sendError(session, "bad_token", "this is the session's own token", frame.id);
  if (former && former->user() == session.user() && former->spendToken(frame.token)) {
    return takeOver(session, *former, frame);
  }
  m_backplane.redeemToken(frame.token, session.user(), session.id(),
                          [this, self = session.key(), id = frame.id, marks = std::move(frame.marks)](
                              const Result<SessionRecord>& record) { resumed(self, id, marks, record); });
}

// The former session is still open here: its client has lost it without our noticing yet.
void Hub::takeOver(Session& session, Session& former, const ClientFrame& frame) {
  const SessionRecord record = former.record(m_identity.node, m_identity.version);
  former.wire().close(net::ws::Normal, "resumed elsewhere");
  resumed(session.key(), frame.id, frame.marks, record);
}

void Hub::resumed(std::uint64_t key, const std::string& id, const std::vector<RoomMark>& marks,
                  const Result<SessionRecord>& record) {
  Session* session = find(key);
  if (!session) return;
  if (!record && record.error().code != ErrorCode::NotFound) {
    // Nothing is known of the token: it is not called bad, and the client may ask again.
    return sendError(*session, "unavailable", record.error().toString(), id);
  }
  if (!record) {
    m_counters.resumesRefused.add();
    return session->wire().sendText(writeResumed(false, {}, id));
  }
  m_counters.resumed.add();
  std::vector<WaitingJoin> joins;
  std::vector<std::string> names;
  for (const RoomMark& mark : marks) {
    if (std::find(names.begin(), names.end(), mark.room) != names.end()) continue;
    names.push_back(mark.room);
    joins.push_back({key, {}, mark.position});
  }
  for (const std::string& room : record->rooms) {
    if (std::find(names.begin(), names.end(), room) != names.end()) continue;
    names.push_back(room);
    joins.push_back({key, {}, std::nullopt, true});
  }
  session->wire().sendText(writeResumed(true, names, id));
  for (std::size_t i = 0; i < names.size(); ++i) join(*session, names[i], std::move(joins[i]));
}

}  // namespace halftone::chat
