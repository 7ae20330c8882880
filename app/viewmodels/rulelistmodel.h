// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QHash>
#include <QStringList>
#include <vector>

#include "app/viewmodels/policydraft.h"

namespace halftone::app {

// The rules that are wanted, in words, in the order in which they are tried. It is given the draft anew after
// each step and tells views only the difference, so that a dragged row stays in the hand. GUI thread.
class RuleListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  enum Role {
    NameRole = Qt::UserRole + 1,
    NumberRole,   // from 1
    WhenRole,     // "user from 1000 to 1999 and …"
    SplitRole,    // [{version, share, text}]
    EnabledRole,  // as wanted
    ChangedRole,  // wanted otherwise than in force, or new
    HitsRole,     // "3.2/s", requests that it decided lately
    WarningRole,  // what looks wrong with it, empty if nothing
  };

  explicit RuleListModel(QObject* parent = nullptr);

  void setDraft(const PolicyDraft& draft);
  void clear();
  // Requests a second by rule name.
  void setRates(const QHash<QString, double>& rates);
  // Warnings by rule number.
  void setWarnings(const QHash<int, QString>& warnings);
  // What else is wrong with rules, by their names: where their users really go.
  void setDisagreements(const QHash<QString, QString>& texts);
  // Texts anew after the language has changed.
  void retranslate();

  [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  struct Row {
    policy::Rule rule;
    bool changed = false;
    friend bool operator==(const Row&, const Row&) = default;
  };

  void setRows(std::vector<Row> rows);
  [[nodiscard]] QString warningOf(int place) const;
  bool moveOne(const std::vector<Row>& rows, std::size_t head, std::size_t tail);

  std::vector<Row> m_rows;
  QHash<QString, double> m_rates;
  QHash<int, QString> m_warnings;
  QHash<QString, QString> m_disagreements;
};

// A split for QML: [{version, share, text}].
[[nodiscard]] QVariantList splitParts(const std::vector<policy::Share>& split);

}  // namespace halftone::app
