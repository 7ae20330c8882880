// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sqlitelog.h"

#include <algorithm>
#include <utility>

#include "server/chat/catchup.h"
#include "server/chat/epoch.h"
#include "server/chat/wallclock.h"

namespace halftone::chat {

namespace {

constexpr std::uint64_t kTrimEvery = 256;  // messages of a room
constexpr const char* kColumns = "id, room, seq, sender, text, time, node, version FROM messages ";

std::int64_t signedOf(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}
std::uint64_t unsignedOf(std::int64_t number) {
  return static_cast<std::uint64_t>(number);
}

}  // namespace

Result<std::unique_ptr<SqliteLog>> SqliteLog::create(SqliteDatabase& database, Origin origin) {
  std::unique_ptr<SqliteLog> self(new SqliteLog(database, std::move(origin)));
  if (auto prepared = self->prepare(); !prepared) return tl::unexpected(prepared.error());
  return self;
}

Result<void> SqliteLog::prepare() {
  const std::string select = std::string("SELECT ") + kColumns;
  const std::pair<Statement*, std::string> statements[] = {
      {&m_selectRoom, "SELECT id, epoch, seq FROM rooms WHERE name = ?"},
      {&m_insertRoom, "INSERT INTO rooms (name, epoch, seq) VALUES (?, ?, 0)"},
      {&m_updateRoom, "UPDATE rooms SET seq = ? WHERE id = ?"},
      {&m_insertMessage,
       "INSERT INTO messages (room, seq, sender, text, time, node, version, client_id) VALUES (?, ?, ?, ?, "
       "?, ?, ?, ?)"
       " ON CONFLICT (room, sender, client_id) WHERE client_id IS NOT NULL DO NOTHING"},
      {&m_selectByClient, "SELECT seq FROM messages WHERE room = ? AND sender = ? AND client_id = ?"},
      {&m_selectOthers, select + "WHERE id > ? ORDER BY id"},
      {&m_selectOlder, select + "WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?"},
      {&m_selectMissed, select + "WHERE room = ? AND seq > ? AND seq <= ? ORDER BY seq"},
      {&m_selectOldest, "SELECT MIN(seq) FROM messages WHERE room = ?"},
      {&m_trim, "DELETE FROM messages WHERE room = ? AND seq <= ?"},
  };
  for (const auto& [statement, sql] : statements) {
    auto prepared = Statement::prepare(m_database.connection(), sql.c_str());
    if (!prepared) return tl::unexpected(prepared.error());
    *statement = std::move(*prepared);
  }
  const Result<std::int64_t> last = m_database.number("SELECT MAX(id) FROM messages");
  if (!last) return tl::unexpected(last.error());
  m_lastRow = m_nextLastRow = *last;
  return {};
}

MessagePtr SqliteLog::readMessage(const Statement& row, const Room& room) const {
  Message message{room.name,
                  room.epoch,
                  unsignedOf(row.number(2)),
                  row.text(3),
                  row.text(4),
                  row.number(5),
                  row.text(6),
                  row.text(7),
                  {},
                  0};
  return std::make_shared<const Message>(std::move(message));
}

Result<void> SqliteLog::readOthers(const OnMessage& onMessage) {
  if (auto done = m_selectOthers.bind(0, m_lastRow).run(); !done) return done;
  while (m_selectOthers.next()) {
    m_nextLastRow = m_selectOthers.number(0);
    const auto at = m_byId.find(m_selectOthers.number(1));
    if (at == m_byId.end() || !at->second->isOpen) continue;
    Room& room = *at->second;
    MessagePtr message = readMessage(m_selectOthers, room);
    room.nextSeq = message->seq;
    onMessage(std::move(message));
  }
  m_selectOthers.finish();
  return {};
}

// The room as this transaction sees it; null if there is none and none shall be made.
Result<SqliteLog::Room*> SqliteLog::load(const std::string& name, bool make) {
  const auto at = m_rooms.find(name);
  if (at != m_rooms.end()) return &at->second;
  Room room{0, name, {}, 0, 0, false};
  if (auto done = m_selectRoom.bind(0, name).run(); !done) return tl::unexpected(done.error());
  const bool found = m_selectRoom.next();
  if (found) {
    room.id = m_selectRoom.number(0);
    room.epoch = m_selectRoom.text(1);
    room.seq = room.nextSeq = unsignedOf(m_selectRoom.number(2));
  }
  m_selectRoom.finish();
  if (!found) {
    if (!make) return nullptr;
    room.epoch = newEpoch();
    if (auto done = m_insertRoom.bind(0, name).bind(1, room.epoch).run(); !done)
      return tl::unexpected(done.error());
    room.id = m_insertRoom.lastRow();
  }
  Room& kept = m_rooms.emplace(name, std::move(room)).first->second;
  m_byId[kept.id] = &kept;
  return &kept;
}

Result<RoomPosition> SqliteLog::open(const std::string& name) {
  const Result<Room*> room = load(name, true);
  if (!room) return tl::unexpected(room.error());
  (*room)->isOpen = true;
  return RoomPosition{(*room)->epoch, (*room)->nextSeq};
}

void SqliteLog::close(const std::string& name) {
  const auto at = m_rooms.find(name);
  if (at != m_rooms.end()) at->second.isOpen = false;
}

Result<SqliteLog::Appended> SqliteLog::append(const Draft& draft) {
  const Result<Room*> found = load(draft.room, true);
  if (!found) return tl::unexpected(found.error());
  Room& room = **found;
  const std::int64_t now = wallClockMs();
  const std::uint64_t seq = room.nextSeq + 1;
  m_insertMessage.bind(0, room.id)
      .bind(1, signedOf(seq))
      .bind(2, draft.from)
      .bind(3, draft.text)
      .bind(4, now);
  m_insertMessage.bind(5, m_origin.node).bind(6, m_origin.version);
  if (draft.clientId.empty()) {
    m_insertMessage.bindNull(7);
  } else {
    m_insertMessage.bind(7, draft.clientId);
  }
  if (auto done = m_insertMessage.run(); !done) return tl::unexpected(done.error());
  if (m_insertMessage.changedRows() == 0) {
    const Result<std::uint64_t> former = seqOf(room, draft);
    if (!former) return tl::unexpected(former.error());
    return Appended{WasStored{*former}};
  }
  m_nextLastRow = m_insertMessage.lastRow();
  room.nextSeq = seq;
  return Appended{std::make_shared<const Message>(Message{draft.room, room.epoch, seq, draft.from, draft.text,
                                                          now, m_origin.node, m_origin.version,
                                                          draft.clientId, draft.session})};
}

Result<std::uint64_t> SqliteLog::seqOf(const Room& room, const Draft& draft) {
  m_selectByClient.bind(0, room.id).bind(1, draft.from).bind(2, draft.clientId);
  if (auto done = m_selectByClient.run(); !done) return tl::unexpected(done.error());
  const bool found = m_selectByClient.next();
  const std::uint64_t seq = found ? unsignedOf(m_selectByClient.number(0)) : 0;
  m_selectByClient.finish();
  if (!found) return fail(ErrorCode::Protocol, "store", "a message that was there is gone");
  return seq;
}

Result<CatchUp> SqliteLog::catchUp(const std::string& name, const RoomPosition& mark,
                                   const CatchUpLimits& limits) {
  const auto at = m_rooms.find(name);
  if (at == m_rooms.end() || !at->second.isOpen)
    return fail(ErrorCode::NotFound, name, "the room is not open");
  const Room& room = at->second;
  CatchUp result{{room.epoch, room.nextSeq}, false, {}};
  if (auto done = m_selectOldest.bind(0, room.id).run(); !done) return tl::unexpected(done.error());
  const std::int64_t first = m_selectOldest.next() ? m_selectOldest.number(0) : 0;
  m_selectOldest.finish();
  const std::uint64_t oldest = first > 0 ? unsignedOf(first) : room.nextSeq + 1;
  if (!isWithinReach(mark, result.position, oldest, limits)) return result;
  m_selectMissed.bind(0, room.id).bind(1, signedOf(mark.seq)).bind(2, signedOf(room.nextSeq));
  if (auto done = m_selectMissed.run(); !done) return tl::unexpected(done.error());
  while (m_selectMissed.next()) result.missed.push_back(readMessage(m_selectMissed, room));
  m_selectMissed.finish();
  keepIfAffordable(result, limits);
  return result;
}

Result<HistoryPage> SqliteLog::history(const HistoryQuery& query) {
  const Result<Room*> room = load(query.room, false);
  if (!room) return tl::unexpected(room.error());
  HistoryPage page;
  if (*room == nullptr) return page;
  page.epoch = (*room)->epoch;
  // One more than asked for tells whether there are older ones.
  const std::int64_t before =
      query.before == 0 ? INT64_MAX : signedOf(std::min<std::uint64_t>(query.before, INT64_MAX));
  m_selectOlder.bind(0, (*room)->id).bind(1, before).bind(2, std::int64_t{query.limit} + 1);
  if (auto done = m_selectOlder.run(); !done) return tl::unexpected(done.error());
  while (m_selectOlder.next()) page.messages.push_back(readMessage(m_selectOlder, **room));
  m_selectOlder.finish();
  page.hasMore = page.messages.size() > static_cast<std::size_t>(query.limit);
  if (page.hasMore) page.messages.pop_back();
  std::reverse(page.messages.begin(), page.messages.end());
  return page;
}

Result<void> SqliteLog::writePositions() {
  for (auto& [name, room] : m_rooms) {
    if (room.nextSeq == room.seq) continue;
    if (auto done = m_updateRoom.bind(0, signedOf(room.nextSeq)).bind(1, room.id).run(); !done) return done;
    const bool isTimeToTrim =
        room.nextSeq / kTrimEvery != room.seq / kTrimEvery && room.nextSeq > m_origin.keep;
    if (!isTimeToTrim) continue;
    if (auto done = m_trim.bind(0, room.id).bind(1, signedOf(room.nextSeq - m_origin.keep)).run(); !done)
      return done;
  }
  return {};
}

void SqliteLog::committed() {
  m_lastRow = m_nextLastRow;
  for (auto& [name, room] : m_rooms) room.seq = room.nextSeq;
  forgetClosed();
}

void SqliteLog::rolledBack() {
  m_nextLastRow = m_lastRow;
  for (auto& [name, room] : m_rooms) room.nextSeq = room.seq;
  forgetClosed();
}

void SqliteLog::forgetClosed() {
  std::erase_if(m_rooms, [this](const auto& entry) {
    if (entry.second.isOpen) return false;
    m_byId.erase(entry.second.id);
    return true;
  });
}

}  // namespace halftone::chat
