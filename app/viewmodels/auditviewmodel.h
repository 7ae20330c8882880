// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/viewmodels/filterguide.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/rowselection.h"
#include "backend/store/auditlog.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

struct Feeds;
class ConsulConnection;

// The page Audit: who did what, when, from where. While it is shown its keys are watched, and entries that
// are new are read. GUI thread.
class AuditViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::RecordModel* entries READ entries CONSTANT)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)
  Q_PROPERTY(halftone::app::FilterGuide* guide READ guide CONSTANT)
  Q_PROPERTY(QString countText READ countText NOTIFY changed)
  Q_PROPERTY(int older READ older NOTIFY changed)
  Q_PROPERTY(QString reachText READ reachText NOTIFY changed)
  Q_PROPERTY(halftone::app::RowSelection* marked READ marked CONSTANT)

 public:
  static constexpr std::size_t kStep = 1000;  // entries read at a time
  static constexpr std::size_t kMost = 20'000;

  explicit AuditViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~AuditViewModel() override;

  // Newest first: key, time, who, action, what, why, from, service,
  // revision: that it put into
  // force, else that was in force for its service then, as far as entries are read (0: none to show).
  [[nodiscard]] RecordModel* entries() { return &m_rows; }
  // As of TableFilter, over the fields who, action, service, what, why, from, revision and time.
  [[nodiscard]] QString filter() const { return m_filter; }
  void setFilter(const QString& filter);
  [[nodiscard]] FilterGuide* guide() { return &m_guide; }
  [[nodiscard]] QString countText() const;

  // How many entries are in the store before those that are read and can be read.
  [[nodiscard]] int older() const;
  // How far back the list goes: "since 2026-11-03; nothing is older".
  [[nodiscard]] QString reachText() const;
  [[nodiscard]] RowSelection* marked() { return &m_marked; }

  Q_INVOKABLE void reload();
  // Reads as many older entries again.
  Q_INVOKABLE void loadOlder();
  // The marked entries to the clipboard: an array; lines of fields parted by tabs.
  Q_INVOKABLE void copyMarkedJson() const;
  Q_INVOKABLE void copyMarkedText() const;
  // Asks for the policy of the moment of this entry.
  Q_INVOKABLE void openPolicy(int row);
  // The entry as JSON, to the clipboard.
  Q_INVOKABLE void copyJson(int row) const;
  void retranslate() override;

 signals:
  void changed();
  void policyAsked(const QString& service, int revision);

 private:
  struct Entry {
    store::AuditEntry entry;
    std::string search;
  };
  void follow();
  void takeKeys(std::vector<std::string> keys);
  void readMissing();
  void fail(const QString& why);
  void show();
  [[nodiscard]] static QString whatOf(const store::AuditEntry& entry);
  [[nodiscard]] std::vector<const store::AuditEntry*> markedEntries() const;

  ConsulConnection* m_consul;
  store::AuditLog m_log;
  std::unique_ptr<consul::Watch> m_watch;
  std::vector<std::string> m_keys;  // of all that is in the store, newest first
  std::size_t m_wanted = kStep;
  bool m_reading = false;
  std::set<std::string> m_unreadable;                      // keys without an entry
  std::map<std::string, Entry, std::greater<>> m_entries;  // by key: newest first
  RowSelection m_marked;
  FilterGuide m_guide;
  RecordModel m_rows;
  QString m_filter;
  QString m_failure;  // why it is failed or stale
};

}  // namespace halftone::app
