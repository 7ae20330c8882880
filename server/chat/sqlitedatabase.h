// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "backend/base/result.h"

namespace halftone::chat {

enum class StoreSync { Normal, Full };  // Full: a commit survives the loss of power, not only of the process

// One prepared statement. Lives as long as its database, in its thread.
class Statement {
 public:
  Statement() = default;
  [[nodiscard]] static Result<Statement> prepare(const QSqlDatabase& database, const char* sql);

  Statement& bind(int place, const std::string& text);
  Statement& bind(int place, std::int64_t number);
  Statement& bindNull(int place);
  [[nodiscard]] Result<void> run();  // to the first row; finish() when done with the rows
  [[nodiscard]] bool next() { return m_query.next(); }
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const { return m_query.value(column).toLongLong(); }
  [[nodiscard]] std::int64_t lastRow() const { return m_query.lastInsertId().toLongLong(); }
  [[nodiscard]] int changedRows() const { return m_query.numRowsAffected(); }
  void finish() { m_query.finish(); }

 private:
  QSqlQuery m_query;
};

// One connection to the file that the nodes of one machine share: SQLite in WAL mode through Qt Sql. Lives in
// the thread that opened it.
class SqliteDatabase {
 public:
  // Makes the file and its tables if there are none. Protocol error if the file is of another format version.
  [[nodiscard]] static Result<std::unique_ptr<SqliteDatabase>> open(const std::string& path, StoreSync sync);
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  [[nodiscard]] const QSqlDatabase& connection() const { return m_database; }
  [[nodiscard]] Result<void> run(const char* sql);
  [[nodiscard]] Result<std::int64_t> number(const char* sql);  // first column of the first row
  // A number that changes when another connection has committed (PRAGMA data_version).
  [[nodiscard]] Result<std::int64_t> dataVersion();

 private:
  SqliteDatabase() = default;
  [[nodiscard]] Result<void> prepareFile(StoreSync sync);

  QString m_name;
  QSqlDatabase m_database;
  Statement m_dataVersion;
};

}  // namespace halftone::chat
