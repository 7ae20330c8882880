// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/historystore.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QLoggingCategory>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <algorithm>

namespace halftone::app {

namespace {

// This console's own last connection to the cluster may still be at its end.
constexpr int kHandover = 3'000;  // ms

Q_LOGGING_CATEGORY(lcHistory, "halftone.console.history")

constexpr int kFormat = 1;  // PRAGMA user_version
constexpr int kPageBytes = 4096;
// Results of SQLite (sqlite.org/rescode.html) that the store acts on.
constexpr int kFull = 13;
constexpr int kCorrupt = 11;
constexpr int kNotADatabase = 26;

QString tr(const char* text) {
  return QCoreApplication::translate("halftone::app::HistoryStore", text);
}

bool isDamage(const QSqlError& error) {
  const int code = error.nativeErrorCode().toInt() & 0xFF;
  return code == kCorrupt || code == kNotADatabase;
}

void createTables(QSqlQuery& query) {
  query.exec(QStringLiteral(
      "CREATE TABLE IF NOT EXISTS bins(service TEXT, version TEXT, step INTEGER, start INTEGER, "
      "seconds REAL, requests INTEGER, errors INTEGER, sessions REAL, resumed INTEGER, "
      "refused INTEGER, latency BLOB, PRIMARY KEY(service, step, start, version)) WITHOUT ROWID"));
  query.exec(
      QStringLiteral("CREATE TABLE IF NOT EXISTS marks(service TEXT, time REAL, kind TEXT, label TEXT, "
                     "detail TEXT, PRIMARY KEY(service, time, kind, label)) WITHOUT ROWID"));
  query.exec(QStringLiteral("CREATE INDEX IF NOT EXISTS bins_by_age ON bins(step, start)"));
  query.exec(QStringLiteral("PRAGMA user_version = %1").arg(kFormat));
}

// The columns seconds .. latency from `first` on; a bin that cannot be read counts as nothing.
HistoryBin binOf(const QSqlQuery& row, int first) {
  HistoryBin bin;
  bin.seconds = std::max(0.0, row.value(first).toDouble());
  bin.requests = row.value(first + 1).toULongLong();
  bin.errors = row.value(first + 2).toULongLong();
  bin.sessionSeconds = std::max(0.0, row.value(first + 3).toDouble());
  bin.resumed = row.value(first + 4).toULongLong();
  bin.refused = row.value(first + 5).toULongLong();
  if (auto latency = unpackHistogram(row.value(first + 6).toByteArray())) bin.latency = *latency;
  return bin;
}

constexpr char kBinColumns[] = "seconds, requests, errors, sessions, resumed, refused, latency";

}  // namespace

HistoryStore::HistoryStore(QString file, qint64 maxBytes)
    : m_file(std::move(file)),
      m_maxBytes(maxBytes),
      m_connection(QStringLiteral("history-") + QUuid::createUuid().toString(QUuid::Id128)) {}

HistoryStore::~HistoryStore() {
  if (!QSqlDatabase::contains(m_connection)) return;
  flush();
  database().close();
  QSqlDatabase::removeDatabase(m_connection);
}

QSqlDatabase HistoryStore::database() const {
  return QSqlDatabase::database(m_connection, false);
}

void HistoryStore::open() {
  QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
  if (m_file.isEmpty()) return openMemory();
  QDir().mkpath(QFileInfo(m_file).path());
  m_lock = std::make_unique<QLockFile>(m_file + QStringLiteral(".lock"));
  m_lock->setStaleLockTime(0);  // a console may hold it for months; one that died is told by its process id
  if (!m_lock->tryLock(kHandover)) {
    m_notice =
        m_lock->error() == QLockFile::LockFailedError
            ? tr("Another console keeps the history of this cluster; here it lasts until the window closes.")
            : tr("The history cannot be kept in %1: the folder cannot be written.").arg(m_file);
    m_lock.reset();
    return openMemory();
  }
  QString problem;
  bool damaged = false;
  if (openFile(m_file, problem, damaged)) return;
  if (damaged) return setAside(problem);
  m_notice = tr("The history cannot be kept in %1: %2").arg(m_file, problem);
  openMemory();
}

bool HistoryStore::openFile(const QString& file, QString& problem, bool& damaged) {
  QSqlDatabase db = database();
  db.setDatabaseName(file);
  if (!db.open()) {
    problem = db.lastError().text();
    damaged = isDamage(db.lastError());
    return false;
  }
  QSqlQuery query(db);
  const auto first = [&query](const QString& statement) {
    return query.exec(statement) && query.next() ? query.value(0) : QVariant();
  };
  const QVariant format = first(QStringLiteral("PRAGMA user_version"));
  if (format.isValid() && format.toInt() > kFormat) {
    problem = tr("a newer Halftone has written it");
    return false;
  }
  const QString check = first(QStringLiteral("PRAGMA quick_check(1)")).toString();
  if (!format.isValid() || check != QLatin1String("ok")) {
    problem = check.isEmpty() ? query.lastError().text() : check;
    damaged = true;
    return false;
  }
  query.exec(QStringLiteral("PRAGMA journal_mode = WAL"));
  query.exec(QStringLiteral("PRAGMA synchronous = NORMAL"));
  query.exec(QStringLiteral("PRAGMA max_page_count = %1").arg(m_maxBytes / kPageBytes));
  createTables(query);
  if (!query.exec(QStringLiteral("SELECT service, %1 FROM bins LIMIT 1").arg(QLatin1String(kBinColumns)))) {
    problem = query.lastError().text();
    damaged = true;
    return false;
  }
  return true;
}

void HistoryStore::openMemory() {
  m_inMemory = true;
  QSqlDatabase db = database();
  db.close();
  db.setDatabaseName(QStringLiteral(":memory:"));
  if (!db.open()) {
    qCWarning(lcHistory) << "no history, not even in memory:" << db.lastError().text();
    return;
  }
  QSqlQuery query(db);
  query.exec(QStringLiteral("PRAGMA max_page_count = %1").arg(m_maxBytes / kPageBytes));
  createTables(query);
}

void HistoryStore::setAside(const QString& problem) {
  database().close();
  const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
  const QString aside = m_file + QStringLiteral(".damaged-") + stamp;
  const bool moved = QFile::rename(m_file, aside);
  for (const char* tail : {"-wal", "-shm"}) QFile::remove(m_file + QLatin1String(tail));
  QString next;
  bool damaged = false;
  if (moved && openFile(m_file, next, damaged)) {
    m_notice = tr("The history in %1 could not be read (%2). It was set aside as %3, and a new one begun.")
                   .arg(m_file, problem, QFileInfo(aside).fileName());
  } else {
    m_notice = tr("The history cannot be kept in %1: %2").arg(m_file, moved ? next : problem);
    openMemory();
  }
  qCWarning(lcHistory).noquote() << m_notice;
}

bool HistoryStore::run(QSqlQuery& query) {
  if (query.exec()) return true;
  const QSqlError error = query.lastError();
  query.finish();
  const int code = error.nativeErrorCode().toInt() & 0xFF;
  if (code == kFull) {
    halve();
  } else if (isDamage(error) && !m_inMemory) {
    setAside(error.text());
  } else {
    if (m_notice.isEmpty()) qCWarning(lcHistory) << "history:" << error.text();
    m_notice = tr("The history cannot be kept in %1: %2").arg(m_file, error.text());
  }
  return false;
}

void HistoryStore::add(const std::vector<HistorySecond>& seconds) {
  QSqlDatabase db = database();
  if (!db.isOpen()) return;
  bool within = false;
  for (const HistorySecond& second : seconds) {
    for (const HistoryTier& tier : kHistoryTiers) {
      const Key key{second.service, second.version, tier.step};
      const std::int64_t start = second.time - second.time % tier.step;
      auto found = m_open.find(key);
      if (found == m_open.end()) {
        if (m_open.size() >= kMaxSeries * std::size(kHistoryTiers)) continue;
        found = m_open.emplace(key, OpenBin{start, {}}).first;
      } else if (found->second.start != start) {
        if (!within) within = db.transaction();
        write(key, found->second);
        found->second = {start, {}};
      }
      found->second.bin.merge(second.bin);
    }
  }
  if (within) db.commit();
}

// Adds to what an earlier run or flush has written of the same bin.
void HistoryStore::write(const Key& key, const OpenBin& open) {
  const auto& [service, version, step] = key;
  if (open.bin == HistoryBin{}) return;
  HistoryBin sum = open.bin;
  QSqlQuery read(database());
  read.prepare(
      QStringLiteral("SELECT %1 FROM bins WHERE service = ? AND step = ? AND start = ? AND version = ?")
          .arg(QLatin1String(kBinColumns)));
  for (const QVariant& value :
       {QVariant(service), QVariant(step), QVariant(qint64(open.start)), QVariant(version)})
    read.addBindValue(value);
  if (!run(read)) return;
  if (read.next()) sum.merge(binOf(read, 0));
  read.finish();
  QSqlQuery put(database());
  put.prepare(QStringLiteral("INSERT OR REPLACE INTO bins VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const QVariant& value :
       {QVariant(service), QVariant(version), QVariant(step), QVariant(qint64(open.start)),
        QVariant(sum.seconds), QVariant(qulonglong(sum.requests)), QVariant(qulonglong(sum.errors)),
        QVariant(sum.sessionSeconds), QVariant(qulonglong(sum.resumed)), QVariant(qulonglong(sum.refused)),
        QVariant(packHistogram(sum.latency))})
    put.addBindValue(value);
  run(put);
}

void HistoryStore::flush() {
  QSqlDatabase db = database();
  if (!db.isOpen() || m_open.empty()) return;
  db.transaction();
  for (auto& [key, open] : m_open) {
    write(key, open);
    open.bin = {};
  }
  db.commit();
}

void HistoryStore::addMark(const QString& service, const HistoryMark& mark) {
  if (!database().isOpen()) return;
  if (mark.kind == QLatin1String("publish")) {
    QSqlQuery before(database());
    before.prepare(QStringLiteral("DELETE FROM marks WHERE service = ? AND kind = ? AND label = ?"));
    for (const QString& value : {service, mark.kind, mark.label.left(64)}) before.addBindValue(value);
    run(before);
  }
  QSqlQuery put(database());
  put.prepare(QStringLiteral("INSERT OR REPLACE INTO marks VALUES(?, ?, ?, ?, ?)"));
  for (const QVariant& value : {QVariant(service), QVariant(mark.time), QVariant(mark.kind),
                                QVariant(mark.label.left(64)), QVariant(mark.detail.left(512))})
    put.addBindValue(value);
  run(put);
}

void HistoryStore::prune(std::int64_t now) {
  if (!database().isOpen()) return;
  for (const HistoryTier& tier : kHistoryTiers) {
    std::erase_if(m_open, [&tier, now](const auto& entry) {
      return std::get<2>(entry.first) == tier.step && entry.second.start < now - 3600 &&
             entry.second.bin == HistoryBin{};
    });
    QSqlQuery query(database());
    query.prepare(QStringLiteral("DELETE FROM bins WHERE step = ? AND start < ?"));
    query.addBindValue(tier.step);
    query.addBindValue(qint64(now - tier.kept));
    run(query);
  }
  QSqlQuery marks(database());
  marks.prepare(QStringLiteral("DELETE FROM marks WHERE time < ?"));
  marks.addBindValue(double(now - std::prev(std::end(kHistoryTiers))->kept));
  run(marks);
}

// The file is full: of each tier the older half goes.
void HistoryStore::halve() {
  QSqlQuery query(database());
  for (const HistoryTier& tier : kHistoryTiers) {
    const bool any =
        query.exec(QStringLiteral("SELECT (min(start) + max(start)) / 2 FROM bins WHERE step = %1")
                       .arg(tier.step)) &&
        query.next();
    if (!any) continue;
    const qint64 middle = query.value(0).toLongLong();
    query.exec(QStringLiteral("DELETE FROM bins WHERE step = %1 AND start <= %2").arg(tier.step).arg(middle));
  }
  m_notice = tr("The history has reached its limit of %1 MB: its older half was dropped.")
                 .arg(m_maxBytes / (1024 * 1024));
}

HistoryAnswer HistoryStore::answer(const HistoryQuestion& question) {
  HistoryAnswer answer;
  answer.question = question;
  const bool whole = question.countTo <= 0;
  const double countFrom = whole ? question.from : question.countFrom;
  const double countTo = whole ? question.to : question.countTo;
  const HistoryTier tier = tierFor(question.now - countFrom, countTo - countFrom);
  answer.step = tier.step;
  if (!database().isOpen()) return answer;
  flush();
  std::map<QString, HistoryLineBuilder> lines;
  QSqlQuery bins(database());
  bins.setForwardOnly(true);
  bins.prepare(QStringLiteral("SELECT version, start, %1 FROM bins WHERE service = ? AND step = ? AND start "
                              "BETWEEN ? AND ? ORDER BY start")
                   .arg(QLatin1String(kBinColumns)));
  bins.addBindValue(question.service);
  bins.addBindValue(tier.step);
  bins.addBindValue(qint64(question.from) - tier.step);
  bins.addBindValue(qint64(question.to));
  if (!run(bins)) return answer;
  while (bins.next()) {
    const QString version = bins.value(0).toString();
    const std::int64_t start = bins.value(1).toLongLong();
    const HistoryBin bin = binOf(bins, 2);
    lines.try_emplace(version, tier.step).first->second.add(start, bin);
    const double middle = static_cast<double>(start) + tier.step / 2.0;
    if (middle >= countFrom && middle <= countTo) answer.totals[version].merge(bin);
  }
  for (auto& [version, builder] : lines) answer.versions[version] = builder.take();
  QSqlQuery marks(database());
  marks.prepare(
      QStringLiteral("SELECT time, kind, label, detail FROM marks WHERE service = ? AND time BETWEEN ? "
                     "AND ? ORDER BY time DESC LIMIT %1")
          .arg(kMaxMarks));
  marks.addBindValue(question.service);
  marks.addBindValue(question.from);
  marks.addBindValue(question.to);
  if (!run(marks)) return answer;
  while (marks.next()) {
    answer.marks.push_back({marks.value(0).toDouble(), marks.value(1).toString(), marks.value(2).toString(),
                            marks.value(3).toString()});
  }
  std::reverse(answer.marks.begin(), answer.marks.end());
  return answer;
}

qint64 HistoryStore::rows(int step) {
  flush();
  QSqlQuery query(database());
  const bool read =
      query.exec(QStringLiteral("SELECT count(*) FROM bins WHERE step = %1").arg(step)) && query.next();
  return read ? query.value(0).toLongLong() : 0;
}

}  // namespace halftone::app
