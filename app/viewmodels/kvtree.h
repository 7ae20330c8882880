// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <set>
#include <string>

#include "app/viewmodels/recordmodel.h"
#include "backend/store/kvstore.h"

namespace halftone::app {

// The tree of keys as far as it is opened: a folder's content is read when it opens, and again every few
// seconds while the tree is live. GUI thread.
class KvTree : public QObject {
  Q_OBJECT
 public:
  // A folder shows so many entries at most; the rest is counted.
  static constexpr std::size_t kMaxShown = 2000;
  static constexpr std::chrono::seconds kRefresh{3};

  explicit KvTree(consul::Client* client, QObject* parent = nullptr);

  [[nodiscard]] static QStringList roles();
  [[nodiscard]] RecordModel* rows() const { return m_rows; }
  // Reads what is open now and again and again, or stops.
  void setLive(bool live);
  void toggle(const QString& folder);
  // Opens all folders above a key.
  void reveal(const std::string& key);
  void refresh();
  [[nodiscard]] bool isLoaded() const { return m_folders.contains({}); }
  void retranslate() { rebuild(); }

 signals:
  void changed();
  void failed(const halftone::Error& error);

 private:
  void read(const std::string& folder);
  void rebuild();
  void append(const std::string& folder, int depth, std::vector<RecordModel::Record>& records) const;

  store::KvStore m_store;
  RecordModel* m_rows;
  QTimer m_timer;
  std::map<std::string, std::vector<store::KvChild>> m_folders;  // what was read
  std::set<std::string> m_open;
  std::set<std::string> m_reading;
};

}  // namespace halftone::app
