// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QString>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "app/history/historybin.h"

class QLockFile;
class QSqlQuery;

namespace halftone::app {

// One version's second, on its way to the store.
struct HistorySecond {
  QString service;
  QString version;
  std::int64_t time = 0;  // seconds since 1970
  HistoryBin bin;
};

struct HistoryQuestion {
  quint64 id = 0;
  QString service;
  double from = 0;  // seconds since 1970
  double to = 0;
  // The stretch that is summed up, within the other; both 0: all of it.
  double countFrom = 0;
  double countTo = 0;
  double now = 0;  // what is kept at which step depends on how long ago it was
};

struct HistoryAnswer {
  HistoryQuestion question;
  int step = 1;
  std::map<QString, HistoryLines> versions;
  std::map<QString, HistoryBin> totals;  // of what is summed up, by version
  std::vector<HistoryMark> marks;
};

// The past of a cluster's services in a file of SQLite: bins of one second, ten and sixty, each kept as long
// as HistoryTier says. Bins add up, also with those of an earlier run. A file that cannot be read is set
// aside and begun anew; one that cannot be written, or that another console writes, leaves the past in
// memory; notice() tells. Not bound to a thread, but to one at a time: that which calls open().
class HistoryStore {
 public:
  // The file's limit; beyond it the older half of each tier goes.
  static constexpr qint64 kMaxBytes = 256LL * 1024 * 1024;
  static constexpr std::size_t kMaxSeries = 256;  // versions of services in all; more are not kept
  static constexpr int kMaxMarks = 1000;          // of one answer

  // An empty name: in memory.
  explicit HistoryStore(QString file, qint64 maxBytes = kMaxBytes);
  ~HistoryStore();
  HistoryStore(const HistoryStore&) = delete;
  HistoryStore& operator=(const HistoryStore&) = delete;

  void open();
  void add(const std::vector<HistorySecond>& seconds);
  // A revision is published once: a publish takes the place of the one of the same label.
  void addMark(const QString& service, const HistoryMark& mark);
  // Drops what is older than its tier keeps.
  void prune(std::int64_t now);
  // Writes what is only in memory yet.
  void flush();
  [[nodiscard]] HistoryAnswer answer(const HistoryQuestion& question);
  // What the operator should know of the file; empty: nothing.
  [[nodiscard]] QString notice() const { return m_notice; }
  [[nodiscard]] qint64 rows(int step);

 private:
  using Key = std::tuple<QString, QString, int>;  // service, version, step
  struct OpenBin {
    std::int64_t start = 0;
    HistoryBin bin;
  };

  [[nodiscard]] bool openFile(const QString& file, QString& problem, bool& damaged);
  void openMemory();
  void setAside(const QString& problem);
  void write(const Key& key, const OpenBin& open);
  void halve();
  // False, and the file replaced or given up, if the statement failed.
  bool run(QSqlQuery& query);
  [[nodiscard]] QSqlDatabase database() const;

  QString m_file;
  qint64 m_maxBytes;
  QString m_connection;
  std::unique_ptr<QLockFile> m_lock;
  std::map<Key, OpenBin> m_open;
  QString m_notice;
  bool m_inMemory = false;
};

}  // namespace halftone::app
