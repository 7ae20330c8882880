// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "server/chat/sqlitebackplane.h"
#include "server/chat/sqlitecommands.h"
#include "server/chat/sqlitelog.h"
#include "server/chat/sqlitepassing.h"
#include "server/chat/sqlitesessions.h"

namespace halftone::chat::store {

// Runs commands in transactions. Store thread only.
class Writer {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Writer>> open(const SqliteBackplane::Settings& settings);

  struct Batch {
    std::vector<Outcome> outcomes;
    std::uint64_t stored = 0;
    Result<void> result;
  };
  // All of the commands in one transaction: either all are done, or each is told why not.
  [[nodiscard]] Batch run(const std::vector<Command>& commands);
  // What others have committed, if anything.
  [[nodiscard]] Batch look();
  [[nodiscard]] Result<void> forgetOldSessions();

 private:
  class Doing;
  Writer() = default;
  [[nodiscard]] Result<void> runAll(const std::vector<Command>& commands, bool writing, Batch& batch);

  std::unique_ptr<SqliteDatabase> m_database;
  std::unique_ptr<SqliteLog> m_log;
  std::unique_ptr<SqliteSessions> m_sessions;
  std::unique_ptr<SqlitePassing> m_passing;
  std::int64_t m_seenVersion = 0;
};

}  // namespace halftone::chat::store
