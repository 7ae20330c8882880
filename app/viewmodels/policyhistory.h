// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <functional>
#include <optional>
#include <vector>

#include "app/viewmodels/recordmodel.h"
#include "backend/policy/model.h"
#include "backend/store/policystore.h"

namespace halftone::app {

// What once was in force for a service: the list, newest first, and the chosen entry beside what is in force
// now. GUI thread.
class PolicyHistory : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the page Traffic has one")
  Q_PROPERTY(halftone::app::RecordModel* entries READ entries CONSTANT)
  Q_PROPERTY(int selected READ selected WRITE select NOTIFY selectedChanged)
  Q_PROPERTY(QStringList bases READ bases NOTIFY basesChanged)
  Q_PROPERTY(int base READ base WRITE setBase NOTIFY selectedChanged)
  Q_PROPERTY(QVariantList diff READ diff NOTIFY selectedChanged)
  Q_PROPERTY(QString stateText READ stateText NOTIFY stateChanged)
  Q_PROPERTY(bool canRollBack READ canRollBack NOTIFY selectedChanged)

 public:
  static constexpr int kShown = 200;

  // The store outlives this.
  explicit PolicyHistory(store::PolicyStore* store, QObject* parent = nullptr);

  // Which service, and what of it is in force; another one forgets the list.
  void setInForce(const store::StoredPolicy& stored);
  void clear();
  // Of the list as last loaded, or nothing.
  [[nodiscard]] std::optional<store::HistoryEntry> newest() const;

  // One row a revision: revision, title, time, who, why, from, inForce.
  [[nodiscard]] RecordModel* entries() { return &m_rows; }
  // A revision, 0: none.
  [[nodiscard]] int selected() const { return m_selected; }
  void select(int revision);
  // By its row in the list.
  Q_INVOKABLE void selectAt(int row);
  // With what the chosen one can be compared, in words: first what is in force, then each revision; and the
  // place of the one it is compared with, kept by its revision.
  [[nodiscard]] QStringList bases() const;
  [[nodiscard]] int base() const;
  void setBase(int place);
  // The policy of a revision as it was published; nothing if it is not in the list or cannot be read.
  [[nodiscard]] std::optional<policy::Policy> policyOf(int revision) const;
  // Rows as of diffRows(): the base on the left, the chosen one on the right.
  [[nodiscard]] QVariantList diff() const;
  // Whether the chosen entry differs from what is in force.
  [[nodiscard]] bool canRollBack() const;
  // Empty when the list is there.
  [[nodiscard]] QString stateText() const { return m_stateText; }

  // Reads the list anew; `loaded` tells the end.
  Q_INVOKABLE void load();
  // Sees to it that the list holds this revision, however old: to be read if it is not among the newest.
  // NotFound if it is no longer kept; or why it cannot be read.
  void bring(int revision, QObject* context, std::function<void(const Result<void>& there)> done);
  void retranslate();

 signals:
  void loaded();
  void selectedChanged();
  void basesChanged();
  void stateChanged();

 private:
  void show();
  [[nodiscard]] std::vector<store::HistoryEntry> withBrought(std::vector<store::HistoryEntry> newest) const;
  [[nodiscard]] const store::HistoryEntry* entry(int revision) const;

  store::PolicyStore* m_store;
  store::StoredPolicy m_inForce;
  std::vector<store::HistoryEntry> m_entries;
  std::vector<store::HistoryEntry> m_brought;  // older ones that were asked for
  RecordModel m_rows;
  int m_selected = 0;
  int m_base = 0;  // a revision; 0: what is in force
  QString m_stateText;
};

}  // namespace halftone::app
