// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <vector>

#include "app/viewmodels/filterguide.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "backend/store/auditlog.h"

namespace halftone::app {

struct Feeds;
class ConsulConnection;

// The page Audit: who did what, when, from where. Read when the page comes to the front and after each
// publish that is seen. GUI thread.
class AuditViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::RecordModel* entries READ entries CONSTANT)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)
  Q_PROPERTY(halftone::app::FilterGuide* guide READ guide CONSTANT)
  Q_PROPERTY(QString countText READ countText NOTIFY changed)

 public:
  static constexpr int kShown = 1000;

  explicit AuditViewModel(const Feeds& feeds, QObject* parent = nullptr);

  // Newest first: key, time, who, action, what, why, from, service, revision (0: none to show).
  [[nodiscard]] RecordModel* entries() { return &m_rows; }
  // As of TableFilter, over the fields who, action, service, what, why, from, revision and time.
  [[nodiscard]] QString filter() const { return m_filter; }
  void setFilter(const QString& filter);
  [[nodiscard]] FilterGuide* guide() { return &m_guide; }
  [[nodiscard]] QString countText() const;

  Q_INVOKABLE void reload();
  // Asks for the policy that this entry put into force.
  Q_INVOKABLE void openPolicy(int row);
  // The entry as JSON, to the clipboard.
  Q_INVOKABLE void copyJson(int row) const;
  void retranslate() override;

 signals:
  void changed();
  void policyAsked(const QString& service, int revision);

 private:
  void show();

  ConsulConnection* m_consul;
  store::AuditLog m_log;
  std::vector<store::AuditEntry> m_entries;
  std::vector<std::string> m_search;  // searchText() of each entry
  FilterGuide m_guide;
  RecordModel m_rows;
  QString m_filter;
};

}  // namespace halftone::app
