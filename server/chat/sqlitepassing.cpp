// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sqlitepassing.h"

#include <utility>

#include "server/chat/namelist.h"
#include "server/chat/wallclock.h"

namespace halftone::chat {

namespace {

constexpr std::int64_t kLifeMs = 30'000;

}  // namespace

Result<std::unique_ptr<SqlitePassing>> SqlitePassing::create(SqliteDatabase& database, std::string node) {
  std::unique_ptr<SqlitePassing> self(new SqlitePassing(database, std::move(node)));
  if (auto prepared = self->prepare(); !prepared) return tl::unexpected(prepared.error());
  return self;
}

Result<void> SqlitePassing::prepare() {
  const std::pair<Statement*, const char*> statements[] = {
      {&m_insert,
       "INSERT INTO passing (node, room, typing, members, joined, left, time) VALUES (?, ?, ?, ?, ?, ?, ?)"},
      {&m_select,
       "SELECT id, node, room, typing, members, joined, left FROM passing WHERE id > ? ORDER BY id"},
      {&m_trim, "DELETE FROM passing WHERE time < ?"},
      {&m_setMembers,
       "INSERT INTO members (room, node, count) VALUES (?, ?, ?)"
       " ON CONFLICT (room, node) DO UPDATE SET count = excluded.count"},
      {&m_dropMembers, "DELETE FROM members WHERE room = ? AND node = ?"},
      {&m_selectMembers, "SELECT node, count FROM members WHERE room = ? AND node <> ?"},
      {&m_tellGone,
       "INSERT INTO passing (node, room, typing, members, joined, left, time)"
       " SELECT node, room, '', 0, '[]', '[]', ? FROM members WHERE node = ?"},
      {&m_forget, "DELETE FROM members WHERE node = ?"},
  };
  for (const auto& [statement, sql] : statements) {
    auto prepared = Statement::prepare(m_database.connection(), sql);
    if (!prepared) return tl::unexpected(prepared.error());
    *statement = std::move(*prepared);
  }
  const Result<std::int64_t> last = m_database.number("SELECT MAX(id) FROM passing");
  if (!last) return tl::unexpected(last.error());
  m_lastRow = m_nextLastRow = *last;
  return {};
}

Result<void> SqlitePassing::open(const std::string& room, const OnPassing& onPassing) {
  m_open.insert(room);
  if (auto done = m_selectMembers.bind(0, room).bind(1, m_node).run(); !done) return done;
  while (m_selectMembers.next()) {
    onPassing(
        {room, m_selectMembers.text(0), {}, static_cast<std::size_t>(m_selectMembers.number(1)), {}, {}});
  }
  m_selectMembers.finish();
  return {};
}

Result<void> SqlitePassing::add(const Passing& passing) {
  if (passing.typing.empty()) {
    if (passing.members > 0) {
      m_setMembers.bind(0, passing.room).bind(1, m_node).bind(2, static_cast<std::int64_t>(passing.members));
      if (auto done = m_setMembers.run(); !done) return done;
    } else if (auto done = m_dropMembers.bind(0, passing.room).bind(1, m_node).run(); !done) {
      return done;
    }
  }
  m_insert.bind(0, m_node).bind(1, passing.room).bind(2, passing.typing);
  m_insert.bind(3, static_cast<std::int64_t>(passing.members));
  m_insert.bind(4, writeNames(passing.joined)).bind(5, writeNames(passing.left)).bind(6, wallClockMs());
  return m_insert.run();
}

Result<void> SqlitePassing::readOthers(const OnPassing& onPassing) {
  if (auto done = m_select.bind(0, m_lastRow).run(); !done) return done;
  while (m_select.next()) {
    m_nextLastRow = m_select.number(0);
    Passing passing{m_select.text(2),
                    m_select.text(1),
                    m_select.text(3),
                    static_cast<std::size_t>(m_select.number(4)),
                    readNames(m_select.text(5)),
                    readNames(m_select.text(6))};
    if (passing.node != m_node && m_open.contains(passing.room)) onPassing(std::move(passing));
  }
  m_select.finish();
  return {};
}

Result<void> SqlitePassing::forget(const std::string& node) {
  if (auto told = m_tellGone.bind(0, wallClockMs()).bind(1, node).run(); !told) return told;
  return m_forget.bind(0, node).run();
}

Result<void> SqlitePassing::forgetOld() {
  return m_trim.bind(0, wallClockMs() - kLifeMs).run();
}

}  // namespace halftone::chat
