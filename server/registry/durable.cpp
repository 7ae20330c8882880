// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/durable.h"

#include <QDir>
#include <QLockFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>
#include <array>
#include <nlohmann/json.hpp>

#include "server/registry/identifiers.h"
#include "server/registry/jsonreader.h"
#include "server/registry/records.h"

namespace halftone::registry {

namespace {

constexpr std::array kSchema{
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS kv (key BLOB PRIMARY KEY, value BLOB, flags INTEGER, session TEXT,"
    " lockIndex INTEGER, created INTEGER, modified INTEGER)",
    "CREATE TABLE IF NOT EXISTS tombstone (key BLOB PRIMARY KEY, idx INTEGER, since INTEGER)",
    "CREATE TABLE IF NOT EXISTS record (kind TEXT, id BLOB, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID",
};

QByteArray bytes(const std::string& text) {
  return {text.data(), static_cast<qsizetype>(text.size())};
}
std::string text(const QVariant& value) {
  return value.toByteArray().toStdString();
}
// SQLite's integers have a sign; the whole unsigned range goes through it unharmed.
qint64 toSigned(std::uint64_t value) {
  return static_cast<qint64>(value);
}
std::uint64_t toUnsigned(const QVariant& value) {
  return static_cast<std::uint64_t>(value.toLongLong());
}

// A row's ID of two parts; 0 is in neither.
std::string joined(const std::pair<std::string, std::string>& parts) {
  return parts.first + std::string(1, '\0') + parts.second;
}

}  // namespace

struct Durable::Database {
  explicit Database(const QString& folder)
      : lock(folder + QStringLiteral("/registry.lock")), connection(QString::fromStdString(makeUuid())) {}
  ~Database() {
    putRecord.reset();
    eraseRecord.reset();
    putKey.reset();
    eraseKey.reset();
    putTombstone.reset();
    eraseTombstone.reset();
    putMeta.reset();
    sql = {};
    QSqlDatabase::removeDatabase(connection);
  }

  Result<void> failed(const QSqlError& error) const {
    return fail(ErrorCode::Io, sql.databaseName().toStdString(), error.text().toStdString());
  }
  Result<void> run(const char* statement) {
    QSqlQuery query(sql);
    if (!query.exec(QString::fromLatin1(statement))) return failed(query.lastError());
    return {};
  }
  Result<void> prepare();
  Result<void> run(QSqlQuery& query, std::initializer_list<QVariant> values) {
    int place = 0;
    for (const QVariant& value : values) query.bindValue(place++, value);
    if (!query.exec()) return failed(query.lastError());
    return {};
  }
  Result<void> record(const char* kind, const std::string& id, const std::string* body) {
    const QString kindText = QString::fromLatin1(kind);
    if (body == nullptr) return run(*eraseRecord, {kindText, bytes(id)});
    return run(*putRecord, {kindText, bytes(id), QString::fromStdString(*body)});
  }
  // The row is what is in the map now; gone if it is not there.
  template <typename Map, typename Key>
  Result<void> follow(const char* kind, const std::string& id, const Map& map, const Key& key) {
    const auto at = map.find(key);
    if (at == map.end()) return record(kind, id, nullptr);
    const std::string body = toRecord(at->second);
    return record(kind, id, &body);
  }
  Result<void> meta(const char* key, const std::string& value) {
    return run(*putMeta, {QString::fromLatin1(key), QString::fromStdString(value)});
  }
  Result<void> saveKey(const StateStore& state, const std::string& key);
  Result<void> saveTombstone(const StateStore& state, const std::string& key);
  Result<void> saveIndexes(const StateStore& state, const Changes& changes);
  Result<void> saveAll(const StateStore& state, const Changes& changes, const LocalAgent& agent,
                       const LocalAgent::Touched& touched);

  QLockFile lock;
  QString connection;  // Qt's name for it
  QSqlDatabase sql;
  std::unique_ptr<QSqlQuery> putRecord, eraseRecord, putKey, eraseKey, putTombstone, eraseTombstone, putMeta;
};

Result<void> Durable::Database::prepare() {
  for (const char* statement : kSchema) {
    if (auto done = run(statement); !done) return done;
  }
  const std::array<std::pair<std::unique_ptr<QSqlQuery>*, const char*>, 7> statements{{
      {&putRecord, "INSERT OR REPLACE INTO record VALUES (?,?,?)"},
      {&eraseRecord, "DELETE FROM record WHERE kind=? AND id=?"},
      {&putKey, "INSERT OR REPLACE INTO kv VALUES (?,?,?,?,?,?,?)"},
      {&eraseKey, "DELETE FROM kv WHERE key=?"},
      {&putTombstone, "INSERT OR REPLACE INTO tombstone VALUES (?,?,?)"},
      {&eraseTombstone, "DELETE FROM tombstone WHERE key=?"},
      {&putMeta, "INSERT OR REPLACE INTO meta VALUES (?,?)"},
  }};
  for (const auto& [query, statement] : statements) {
    *query = std::make_unique<QSqlQuery>(sql);
    if (!(*query)->prepare(QString::fromLatin1(statement))) return failed((*query)->lastError());
  }
  return {};
}

Durable::Durable(std::unique_ptr<Database> database) : m_database(std::move(database)) {}
Durable::~Durable() = default;

Result<std::unique_ptr<Durable>> Durable::open(const std::string& folder) {
  const QString path = QString::fromStdString(folder);
  if (!QDir().mkpath(path)) return fail(ErrorCode::Io, folder, "cannot be created");
  auto database = std::make_unique<Database>(path);
  database->lock.setStaleLockTime(0);  // a dead process's lock is broken, a live one's never
  if (!database->lock.tryLock()) {
    return fail(ErrorCode::Refused, folder, "is in use by another registry, or not writable");
  }
  database->sql = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database->connection);
  database->sql.setDatabaseName(path + QStringLiteral("/registry.sqlite"));
  if (!database->sql.open()) {
    return fail(ErrorCode::Io, folder, database->sql.lastError().text().toStdString());
  }
  if (auto done = database->prepare(); !done) return tl::unexpected(done.error());
  return std::unique_ptr<Durable>(new Durable(std::move(database)));
}

Result<Durable::Saved> Durable::load() {
  Saved saved;
  StateStore::Image& image = saved.image;
  QSqlQuery query(m_database->sql);
  query.setForwardOnly(true);
  const auto failed = [this, &query] {
    return tl::unexpected(m_database->failed(query.lastError()).error());
  };

  if (!query.exec(QStringLiteral("SELECT name, value FROM meta"))) return failed();
  while (query.next()) {
    const std::string name = query.value(0).toString().toStdString();
    const std::string value = query.value(1).toString().toStdString();
    if (name == "nodeId") saved.nodeId = value;
    if (name == "nodeName") saved.nodeName = value;
    if (name != "indexes") continue;
    const Json indexes = parseObject(value);
    const auto read = [&indexes](const char* key, Index& out) { out = indexes.value(key, Index{0}); };
    read("index", image.index);
    read("nodes", image.tables.nodes);
    read("services", image.tables.services);
    read("checks", image.tables.checks);
    read("keys", image.tables.keys);
    read("tombstones", image.tables.tombstones);
    read("sessions", image.tables.sessions);
    read("config", image.tables.config);
    read("lastExtinction", image.tables.lastExtinction);
  }
  if (!query.exec(
          QStringLiteral("SELECT key, value, flags, session, lockIndex, created, modified FROM kv"))) {
    return failed();
  }
  while (query.next()) {
    image.keys.push_back({text(query.value(0)), text(query.value(1)), toUnsigned(query.value(2)),
                          query.value(3).toString().toStdString(), toUnsigned(query.value(4)),
                          toUnsigned(query.value(5)), toUnsigned(query.value(6))});
  }
  if (!query.exec(QStringLiteral("SELECT key, idx, since FROM tombstone"))) return failed();
  while (query.next()) {
    image.tombstones[text(query.value(0))] = {
        toUnsigned(query.value(1)), WallTime(std::chrono::milliseconds(query.value(2).toLongLong()))};
  }
  if (!query.exec(QStringLiteral("SELECT kind, id, body FROM record ORDER BY kind, id"))) return failed();
  const auto add = [](auto& list, auto record) {
    if (record) list.push_back(std::move(*record));
  };
  while (query.next()) {
    const std::string kind = query.value(0).toString().toStdString();
    const std::string body = query.value(2).toString().toStdString();
    if (kind == "node") add(image.nodes, fromRecord<Node>(body));
    if (kind == "service") add(image.services, fromRecord<Service>(body));
    if (kind == "check") add(image.checks, fromRecord<Check>(body));
    if (kind == "session") add(image.sessions, fromRecord<Session>(body));
    if (kind == "config") add(image.configEntries, fromRecord<ConfigEntry>(body));
    if (kind == "agentService") add(saved.agentServices, fromRecord<Service>(body));
    if (kind == "agentCheck") add(saved.agentChecks, fromRecord<LocalCheck>(body));
    if (kind == "serviceIndex")
      image.serviceIndexes[text(query.value(1))] = std::strtoull(body.c_str(), nullptr, 10);
  }
  return saved;
}

Result<void> Durable::saveNode(const Node& node) {
  if (auto done = m_database->meta("nodeId", node.id); !done) return done;
  return m_database->meta("nodeName", node.name);
}

Result<void> Durable::Database::saveKey(const StateStore& state, const std::string& key) {
  const KvEntry* entry = state.key(key);
  if (entry == nullptr) return run(*eraseKey, {bytes(key)});
  return run(*putKey,
             {bytes(key), bytes(entry->value), toSigned(entry->flags), QString::fromStdString(entry->session),
              toSigned(entry->lockIndex), toSigned(entry->created), toSigned(entry->modified)});
}

Result<void> Durable::Database::saveTombstone(const StateStore& state, const std::string& key) {
  const auto at = state.tombstones().find(key);
  if (at == state.tombstones().end()) return run(*eraseTombstone, {bytes(key)});
  const auto since =
      std::chrono::duration_cast<std::chrono::milliseconds>(at->second.since.time_since_epoch());
  return run(*putTombstone, {bytes(key), toSigned(at->second.index), static_cast<qint64>(since.count())});
}

Result<void> Durable::Database::saveIndexes(const StateStore& state, const Changes& changes) {
  const StateStore::Tables& tables = state.tables();
  const Json indexes{
      {"index", state.lastIndex()},  {"nodes", tables.nodes},   {"services", tables.services},
      {"checks", tables.checks},     {"keys", tables.keys},     {"tombstones", tables.tombstones},
      {"sessions", tables.sessions}, {"config", tables.config}, {"lastExtinction", tables.lastExtinction}};
  if (auto done = meta("indexes", dump(indexes)); !done) return done;
  for (const std::string& name : changes.serviceNames) {
    const auto at = state.serviceIndexes().find(name);
    const bool gone = at == state.serviceIndexes().end();
    const std::string value = gone ? std::string() : std::to_string(at->second);
    if (auto done = record("serviceIndex", name, gone ? nullptr : &value); !done) return done;
  }
  return {};
}

Result<void> Durable::Database::saveAll(const StateStore& state, const Changes& changes,
                                        const LocalAgent& agent, const LocalAgent::Touched& touched) {
  Result<void> done;
  const auto each = [&done](const auto& items, const auto& save) {
    for (const auto& item : items) {
      if (done) done = save(item);
    }
  };
  each(changes.nodes, [&](const auto& name) { return follow("node", name, state.nodes(), name); });
  each(changes.services, [&](const auto& at) { return follow("service", joined(at), state.services(), at); });
  each(changes.checks, [&](const auto& at) { return follow("check", joined(at), state.checks(), at); });
  each(changes.sessions, [&](const auto& id) { return follow("session", id, state.sessions(), id); });
  each(changes.configEntries,
       [&](const auto& name) { return follow("config", joined(name), state.configEntries(), name); });
  each(changes.keys, [&](const auto& key) { return saveKey(state, key); });
  each(changes.tombstones, [&](const auto& key) { return saveTombstone(state, key); });
  each(touched.services, [&](const auto& id) { return follow("agentService", id, agent.services(), id); });
  each(touched.checks, [&](const auto& id) { return follow("agentCheck", id, agent.checks(), id); });
  if (done && changes.indexes) done = saveIndexes(state, changes);
  return done;
}

Result<void> Durable::save(const StateStore& state, const Changes& changes, const LocalAgent& agent,
                           const LocalAgent::Touched& touched) {
  if (auto done = m_database->run("BEGIN IMMEDIATE"); !done) return done;
  auto done = m_database->saveAll(state, changes, agent, touched);
  if (done) done = m_database->run("COMMIT");
  if (!done) static_cast<void>(m_database->run("ROLLBACK"));
  return done;
}

}  // namespace halftone::registry
