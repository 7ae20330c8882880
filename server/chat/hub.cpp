// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/hub.h"

#include <QRandomGenerator>
#include <algorithm>
#include <utility>

#include "server/chat/wallclock.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

namespace {

// A batch is sent early when it grows over this, so that a flood in one turn stays in bounds.
constexpr std::size_t kMaxGathered = 256 * 1024;
constexpr std::size_t kMaxNamesInPresence = 20;
constexpr std::uint64_t kKeyMask = (std::uint64_t{1} << 48) - 1;

}  // namespace

Hub::Hub(Identity identity, const Limits& limits, Backplane& backplane, Counters& counters)
    : m_identity(std::move(identity)), m_limits(limits), m_backplane(backplane), m_counters(counters) {
  m_backplane.setListener(this);
}

Hub::~Hub() {
  m_backplane.setListener(nullptr);
}

Session& Hub::add(Session::Setup setup, Wire& wire, Clock::time_point now) {
  std::uint64_t key = 0;
  do {
    key = QRandomGenerator::system()->generate64() & kKeyMask;
  } while (key == 0 || m_sessions.contains(key));
  const TokenBucket bucket(m_limits.messageRate, 2 * m_limits.messageRate, now);
  auto owned = std::make_unique<Session>(key, std::move(setup), wire, bucket, wallClockMs());
  Session& session = *owned;
  m_sessions.emplace(key, std::move(owned));
  m_newRecords.push_back(key);
  m_counters.sessions.add();
  m_counters.sessionsOpened.add();
  const std::string id = session.id();
  const std::string token = session.resumeToken();
  wire.sendText(
      writeWelcome({m_identity.node, m_identity.version, session.api(), id, session.user(), token}));
  return session;
}

void Hub::remove(Session& session) {
  const SessionRecord record = session.record(m_identity.node, m_identity.version);
  while (!session.memberships().empty()) leave(*session.memberships().back().room, session);
  if (m_watched) m_closedIds.push_back(record.id);
  m_backplane.endSession(record);
  m_counters.sessions.subtract();
  m_sessions.erase(session.key());
}

Session* Hub::find(std::uint64_t key) const {
  const auto at = m_sessions.find(key);
  return at == m_sessions.end() ? nullptr : at->second.get();
}

Room* Hub::findRoom(const std::string& name) const {
  const auto at = m_rooms.find(name);
  return at == m_rooms.end() ? nullptr : at->second.get();
}

void Hub::makeDirty(Room& room) {
  if (std::exchange(room.isDirty, true)) return;
  m_dirty.push_back(&room);
}

void Hub::flush() {
  // Sending ends nobody, but forgetting a room may not happen while another is walked.
  std::vector<Room*> dirty;
  dirty.swap(m_dirty);
  for (Room* room : dirty) {
    room->isDirty = false;
    room->flush(m_counters);
  }
  for (const std::uint64_t key : std::exchange(m_newRecords, {})) {
    Session* session = find(key);
    if (!session || !std::exchange(session->isRecordDue, false)) continue;
    m_backplane.putSession(session->record(m_identity.node, m_identity.version));
  }
  for (Room* room : dirty) forgetUnused(*room);
}

void Hub::forgetUnused(Room& room) {
  if (!room.isUnused() || room.isDirty) return;
  std::erase(m_presenceDue, &room);
  if (room.presence.isOwn) m_backplane.pass({room.name(), m_identity.node, {}, 0, {}, room.presence.left});
  if (room.isOpen) m_backplane.closeRoom(room.name());
  m_counters.rooms.subtract();
  m_rooms.erase(m_rooms.find(room.name()));
}

void Hub::messageStored(const MessagePtr& message) {
  if (message->session != 0 && !message->clientId.empty()) {
    if (Session* sender = find(message->session)) {
      sender->wire().sendText(writeAck(message->clientId, message->room, message->seq, false));
    }
  }
  Room* room = findRoom(message->room);
  if (!room || !room->isOpen || message->seq <= room->position.seq) return;
  if (message->seq != room->position.seq + 1) m_counters.gaps.add();
  room->position.seq = message->seq;
  room->say(*message, m_counters);
  if (!m_tails.isEmpty()) tail(*room, *message);
  makeDirty(*room);
  if (room->gatheredBytes() > kMaxGathered) room->flush(m_counters);
}

void Hub::tail(Room& room, const Message& message) {
  m_tails.said(message, [this, &room](std::string_view id) -> const Session* {
    Session* session = find(Session::keyOf(id).value_or(0));
    return session && session->membershipIn(room) ? session : nullptr;
  });
}

void Hub::messageWasStored(const Draft& draft, std::uint64_t seq) {
  if (Session* sender = find(draft.session))
    sender->wire().sendText(writeAck(draft.clientId, draft.room, seq, true));
}

void Hub::messageRefused(const Draft& draft, const Error& error) {
  if (Session* sender = find(draft.session))
    sendError(*sender, "unavailable", error.toString(), draft.clientId);
}

void Hub::tellPresence() {
  for (Room* room : std::exchange(m_presenceDue, {})) {
    PresenceChange change = std::exchange(room->presence, {});
    if (change.isOwn)
      m_backplane.pass({room->name(), m_identity.node, {}, room->memberCount(), change.joined, change.left});
    change.joined.insert(change.joined.end(), change.joinedElsewhere.begin(), change.joinedElsewhere.end());
    change.left.insert(change.left.end(), change.leftElsewhere.begin(), change.leftElsewhere.end());
    change.joined.resize(std::min(change.joined.size(), kMaxNamesInPresence));
    change.left.resize(std::min(change.left.size(), kMaxNamesInPresence));
    room->addPassing(writePresence(room->name(), room->allMembers(), change.joined, change.left));
    makeDirty(*room);
  }
}

void Hub::passed(const Passing& passing) {
  Room* room = findRoom(passing.room);
  if (!room || passing.node == m_identity.node) return;
  if (!passing.typing.empty()) {
    room->addPassing(writeTyping(room->name(), passing.typing));
    return makeDirty(*room);
  }
  room->setElsewhere(passing.node, passing.members);
  std::vector<std::string>& joined = room->presence.joinedElsewhere;
  std::vector<std::string>& left = room->presence.leftElsewhere;
  if (joined.size() < kMaxNamesInPresence)
    joined.insert(joined.end(), passing.joined.begin(), passing.joined.end());
  if (left.size() < kMaxNamesInPresence) left.insert(left.end(), passing.left.begin(), passing.left.end());
  noteDue(*room);
}

void Hub::noteDue(Room& room) {
  if (!std::exchange(room.presence.isDue, true)) m_presenceDue.push_back(&room);
}

void Hub::nodeDied(const std::string& node) {
  m_backplane.endNode(node);
  for (const auto& [name, room] : m_rooms) {
    if (room->setElsewhere(node, 0)) noteDue(*room);
  }
}

void Hub::syncRecords() {
  for (const auto& [key, session] : m_sessions) {
    if (!std::exchange(session->isRecordDue, false)) continue;
    m_backplane.putSession(session->record(m_identity.node, m_identity.version));
  }
}

void Hub::watchChanges(bool watch) {
  m_watched = watch;
  if (!watch) m_closedIds.clear();
}

SessionsSnapshot Hub::snapshot(bool full) {
  SessionsSnapshot snapshot;
  snapshot.full = full;
  snapshot.timeMs = wallClockMs();
  snapshot.open = m_sessions.size();
  snapshot.messagesIn = m_counters.messagesIn.value();
  snapshot.messagesOut = m_counters.messagesOut.value();
  if (full) snapshot.sessions.reserve(m_sessions.size());
  for (const auto& [key, session] : m_sessions) {
    if (!full && !std::exchange(session->isChanged, false)) continue;
    snapshot.sessions.push_back(session->record(m_identity.node, m_identity.version));
    snapshot.sessions.back().resumeToken.clear();
    snapshot.sessions.back().address = session->wire().peer();
  }
  if (!full) snapshot.closed = std::exchange(m_closedIds, {});
  return snapshot;
}

void Hub::sendAllAway(int spreadMs) {
  for (const auto& [key, session] : m_sessions) {
    // Spread at random, so that the other nodes are not stormed.
    const int delay = QRandomGenerator::global()->bounded(spreadMs + 1);
    session->wire().sendText(writeReconnect(delay));
    session->wire().close(net::ws::GoingAway, "the node goes away");
  }
}

}  // namespace halftone::chat
