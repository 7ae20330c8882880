// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "server/chat/message.h"
#include "server/chat/sqlitedatabase.h"

namespace halftone::chat {

// The sessions of all nodes in SQLite. A row whose `ended` is null belongs to an open session, or to one
// whose node died: nobody lived to end it. Inside the owner's transaction; store thread only.
class SqliteSessions {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SqliteSessions>> create(SqliteDatabase& database);

  [[nodiscard]] Result<void> put(const SessionRecord& record);
  [[nodiscard]] Result<void> end(const SessionRecord& record);
  // The session whose token this is, which is used up by it. NotFound if there is none.
  [[nodiscard]] Result<SessionRecord> redeem(const std::string& token, const std::string& user);
  // What a former process of this node left open is over.
  [[nodiscard]] Result<void> endAllOf(const std::string& node);
  // Forgets sessions that ended long ago (ten minutes), and those of dead nodes after a month.
  [[nodiscard]] Result<void> forgetOld();

 private:
  explicit SqliteSessions(SqliteDatabase& database) : m_database(database) {}
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<void> write(const SessionRecord& record, bool hasEnded);

  SqliteDatabase& m_database;
  Statement m_put, m_selectByToken, m_spend, m_endAll, m_forget;
};

}  // namespace halftone::chat
