// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sqlitedatabase.h"

#include <QDeadlineTimer>
#include <QSqlError>
#include <QThread>
#include <QUuid>

namespace halftone::chat {

namespace {

constexpr int kFormat = 1;

// messages.id counts over all rooms in the order of commits: what a node has not seen yet has a greater one.
constexpr const char* kSchema[] = {
    "CREATE TABLE IF NOT EXISTS rooms (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch TEXT NOT "
    "NULL,"
    " seq INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY AUTOINCREMENT, room INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, sender TEXT NOT NULL, text TEXT NOT NULL, time INTEGER NOT NULL, node TEXT NOT "
    "NULL,"
    " version TEXT NOT NULL, client_id TEXT)",
    "CREATE UNIQUE INDEX IF NOT EXISTS messages_by_room ON messages (room, seq)",
    "CREATE UNIQUE INDEX IF NOT EXISTS messages_by_client ON messages (room, sender, client_id)"
    " WHERE client_id IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, user TEXT NOT NULL, node TEXT NOT NULL,"
    " version TEXT NOT NULL, rooms TEXT NOT NULL, since INTEGER NOT NULL, last_active INTEGER NOT NULL,"
    " messages INTEGER NOT NULL, token TEXT, ended INTEGER) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS sessions_by_node ON sessions (node)",
    "CREATE TABLE IF NOT EXISTS passing (id INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT NOT NULL, room TEXT"
    " NOT NULL, typing TEXT NOT NULL, members INTEGER NOT NULL, joined TEXT NOT NULL, left TEXT NOT NULL,"
    " time INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS members (room TEXT NOT NULL, node TEXT NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY (room, node)) WITHOUT ROWID",
};

// SQLITE_BUSY or SQLITE_LOCKED: somebody else holds the file just now.
bool isBusy(const QSqlError& error) {
  return error.nativeErrorCode() == QLatin1String("5") || error.nativeErrorCode() == QLatin1String("6");
}

Error errorOf(const QSqlError& error) {
  const QString text = error.databaseText().isEmpty() ? error.text() : error.databaseText();
  return {isBusy(error) ? ErrorCode::Timeout : ErrorCode::Io, "store", text.toStdString()};
}

}  // namespace

Result<Statement> Statement::prepare(const QSqlDatabase& database, const char* sql) {
  Statement statement;
  statement.m_query = QSqlQuery(database);
  statement.m_query.setForwardOnly(true);
  if (!statement.m_query.prepare(QString::fromLatin1(sql)))
    return tl::unexpected(errorOf(statement.m_query.lastError()));
  return statement;
}

Statement& Statement::bind(int place, const std::string& text) {
  m_query.bindValue(place, QString::fromStdString(text));
  return *this;
}

Statement& Statement::bind(int place, std::int64_t number) {
  m_query.bindValue(place, static_cast<qlonglong>(number));
  return *this;
}

Statement& Statement::bindNull(int place) {
  m_query.bindValue(place, QVariant());
  return *this;
}

Result<void> Statement::run() {
  if (!m_query.exec()) return tl::unexpected(errorOf(m_query.lastError()));
  return {};
}

std::string Statement::text(int column) const {
  return m_query.value(column).toString().toStdString();
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::string& path, StoreSync sync) {
  std::unique_ptr<SqliteDatabase> self(new SqliteDatabase);
  self->m_name = QStringLiteral("halftone-chat-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
  self->m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), self->m_name);
  self->m_database.setDatabaseName(QString::fromStdString(path));
  self->m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
  if (!self->m_database.open()) {
    Error error = errorOf(self->m_database.lastError());
    error.place = path;
    return tl::unexpected(std::move(error));
  }
  if (auto ready = self->prepareFile(sync); !ready) return tl::unexpected(ready.error());
  return self;
}

Result<void> SqliteDatabase::prepareFile(StoreSync sync) {
  // The switch to WAL does not wait for others that do the same at this moment: SQLite says busy at once.
  const QDeadlineTimer deadline(5000);
  Result<void> switched = run("PRAGMA journal_mode=WAL");
  while (!switched && switched.error().code == ErrorCode::Timeout && !deadline.hasExpired()) {
    QThread::msleep(5);
    switched = run("PRAGMA journal_mode=WAL");
  }
  if (!switched) return switched;
  if (auto set = run(sync == StoreSync::Full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL"); !set)
    return set;
  if (auto begun = run("BEGIN IMMEDIATE"); !begun) return begun;
  const Result<std::int64_t> format = number("PRAGMA user_version");
  if (!format) return tl::unexpected(format.error());
  if (*format != 0 && *format != kFormat) {
    return fail(ErrorCode::Protocol, "store", "the file is of another version of the chat");
  }
  for (const char* sql : kSchema) {
    if (auto made = run(sql); !made) return made;
  }
  if (auto set = run("PRAGMA user_version=1"); !set) return set;
  if (auto committed = run("COMMIT"); !committed) return committed;
  auto prepared = Statement::prepare(m_database, "PRAGMA data_version");
  if (!prepared) return tl::unexpected(prepared.error());
  m_dataVersion = std::move(*prepared);
  return {};
}

SqliteDatabase::~SqliteDatabase() {
  m_dataVersion = {};
  m_database.close();
  m_database = {};
  QSqlDatabase::removeDatabase(m_name);
}

Result<void> SqliteDatabase::run(const char* sql) {
  QSqlQuery query(m_database);
  if (!query.exec(QString::fromLatin1(sql))) return tl::unexpected(errorOf(query.lastError()));
  return {};
}

Result<std::int64_t> SqliteDatabase::number(const char* sql) {
  QSqlQuery query(m_database);
  if (!query.exec(QString::fromLatin1(sql))) return tl::unexpected(errorOf(query.lastError()));
  return query.next() ? query.value(0).toLongLong() : 0;
}

Result<std::int64_t> SqliteDatabase::dataVersion() {
  if (auto done = m_dataVersion.run(); !done) return tl::unexpected(done.error());
  const std::int64_t version = m_dataVersion.next() ? m_dataVersion.number(0) : 0;
  m_dataVersion.finish();
  return version;
}

}  // namespace halftone::chat
