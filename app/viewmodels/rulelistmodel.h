// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <optional>

#include "app/viewmodels/policydraft.h"

namespace halftone::app {

// The rules of a policy in words, in the order in which they are tried; a view on the page's draft. GUI
// thread.
class RuleListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")

 public:
  enum Role {
    NameRole = Qt::UserRole + 1,
    NumberRole,   // from 1
    WhenRole,     // "user from 1000 to 1999 and …"
    SplitRole,    // [{version, share, text}]
    EnabledRole,  // as wanted
    ChangedRole,  // wanted otherwise than in force
    HitsRole,     // "3.2/s", requests that it decided lately
  };

  explicit RuleListModel(QObject* parent = nullptr);

  // Null: there is no policy. The draft must live until the next call.
  void setDraft(const PolicyDraft* draft);
  // The draft says something else of the rules' state than before.
  void refresh();
  // Requests a second by rule name.
  void setRates(const QHash<QString, double>& rates);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 private:
  const PolicyDraft* m_draft = nullptr;
  QHash<QString, double> m_rates;
};

// A split for QML: [{version, share, text}].
[[nodiscard]] QVariantList splitParts(const std::vector<policy::Share>& split);

}  // namespace halftone::app
