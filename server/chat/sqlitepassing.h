// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_set>

#include "server/chat/message.h"
#include "server/chat/sqlitedatabase.h"

namespace halftone::chat {

// What passes between the nodes of one file without being kept: typing, presence; and how many members a room
// has on each node. Inside the owner's transaction; store thread only.
class SqlitePassing {
 public:
  using OnPassing = std::function<void(Passing)>;

  [[nodiscard]] static Result<std::unique_ptr<SqlitePassing>> create(SqliteDatabase& database,
                                                                     std::string node);

  // Tells the members on other nodes, and from now on what passes there.
  [[nodiscard]] Result<void> open(const std::string& room, const OnPassing& onPassing);
  void close(const std::string& room) { m_open.erase(room); }
  [[nodiscard]] Result<void> add(const Passing& passing);
  [[nodiscard]] Result<void> readOthers(const OnPassing& onPassing);
  [[nodiscard]] Result<void> forget(const std::string& node);  // it has no members any more
  [[nodiscard]] Result<void> forgetOld();
  void committed() { m_lastRow = m_nextLastRow; }
  void rolledBack() { m_nextLastRow = m_lastRow; }

 private:
  SqlitePassing(SqliteDatabase& database, std::string node) : m_database(database), m_node(std::move(node)) {}
  [[nodiscard]] Result<void> prepare();

  SqliteDatabase& m_database;
  std::string m_node;
  std::unordered_set<std::string> m_open;
  std::int64_t m_lastRow = 0;  // all up to here was told
  std::int64_t m_nextLastRow = 0;
  Statement m_insert, m_select, m_trim, m_setMembers, m_dropMembers, m_selectMembers, m_tellGone, m_forget;
};

}  // namespace halftone::chat
