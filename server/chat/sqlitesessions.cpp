// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sqlitesessions.h"

#include <utility>

#include "server/chat/namelist.h"
#include "server/chat/wallclock.h"

namespace halftone::chat {

namespace {

constexpr std::int64_t kTokenLifeMs = 10 * 60 * 1000;
// Of a node that died and was never heard of again; long, since one who only listens is not active.
constexpr std::int64_t kDeadLifeMs = 30LL * 24 * 60 * 60 * 1000;

}  // namespace

Result<std::unique_ptr<SqliteSessions>> SqliteSessions::create(SqliteDatabase& database) {
  std::unique_ptr<SqliteSessions> self(new SqliteSessions(database));
  if (auto prepared = self->prepare(); !prepared) return tl::unexpected(prepared.error());
  return self;
}

Result<void> SqliteSessions::prepare() {
  const std::pair<Statement*, const char*> statements[] = {
      {&m_put,
       "INSERT INTO sessions (id, user, node, version, rooms, since, last_active, messages, token, ended)"
       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET rooms = excluded.rooms,"
       " last_active = excluded.last_active, messages = excluded.messages, ended = excluded.ended,"
       // A token that was spent on another node stays spent.
       " token = CASE WHEN token IS NULL THEN NULL ELSE excluded.token END"},
      {&m_selectByToken,
       "SELECT id, user, node, version, rooms, since, last_active, messages FROM sessions"
       " WHERE id = ? AND token = ? AND user = ?"},
      {&m_spend, "UPDATE sessions SET token = NULL WHERE id = ?"},
      {&m_endAll, "UPDATE sessions SET ended = ? WHERE node = ? AND ended IS NULL"},
      {&m_forget, "DELETE FROM sessions WHERE ended < ? OR last_active < ?"},
  };
  for (const auto& [statement, sql] : statements) {
    auto prepared = Statement::prepare(m_database.connection(), sql);
    if (!prepared) return tl::unexpected(prepared.error());
    *statement = std::move(*prepared);
  }
  return {};
}

Result<void> SqliteSessions::put(const SessionRecord& record) {
  return write(record, false);
}
Result<void> SqliteSessions::end(const SessionRecord& record) {
  return write(record, true);
}

Result<void> SqliteSessions::write(const SessionRecord& record, bool hasEnded) {
  m_put.bind(0, record.id).bind(1, record.user).bind(2, record.node).bind(3, record.version);
  m_put.bind(4, writeNames(record.rooms)).bind(5, record.sinceMs).bind(6, record.lastActiveMs);
  m_put.bind(7, static_cast<std::int64_t>(record.messages));
  record.resumeToken.empty() ? m_put.bindNull(8) : m_put.bind(8, record.resumeToken);
  hasEnded ? m_put.bind(9, wallClockMs()) : m_put.bindNull(9);
  return m_put.run();
}

Result<SessionRecord> SqliteSessions::redeem(const std::string& token, const std::string& user) {
  const std::string id = token.substr(0, token.find('.'));
  if (auto done = m_selectByToken.bind(0, id).bind(1, token).bind(2, user).run(); !done) {
    return tl::unexpected(done.error());
  }
  const bool found = m_selectByToken.next();
  SessionRecord record;
  if (found) {
    const Statement& row = m_selectByToken;
    record = {row.text(0),
              row.text(1),
              row.text(2),
              row.text(3),
              readNames(row.text(4)),
              row.number(5),
              row.number(6),
              static_cast<std::uint64_t>(row.number(7)),
              {},
              {}};
  }
  m_selectByToken.finish();
  if (!found) return fail(ErrorCode::NotFound, "token", "there is no such session");
  if (auto done = m_spend.bind(0, id).run(); !done) return tl::unexpected(done.error());
  return record;
}

Result<void> SqliteSessions::endAllOf(const std::string& node) {
  return m_endAll.bind(0, wallClockMs()).bind(1, node).run();
}

Result<void> SqliteSessions::forgetOld() {
  const std::int64_t now = wallClockMs();
  return m_forget.bind(0, now - kTokenLifeMs).bind(1, now - kDeadLifeMs).run();
}

}  // namespace halftone::chat
