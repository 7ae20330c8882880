// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QStringList>
#include <QVariantList>
#include <vector>

namespace halftone::app {

// A short list for QML whose rows are given whole and anew each time: it tells views only the difference, so
// that delegates live on, keep their focus and are not built again each second. The first value of a row is
// its id, unique in the list. GUI thread.
class RecordModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  using Record = QVariantList;

  // `roles` name the values of a row, in their order.
  explicit RecordModel(QStringList roles, QObject* parent = nullptr);

  // Rows that stay keep their place only if those between them stay too: a new order replaces what moved.
  void setRecords(std::vector<Record> records);
  [[nodiscard]] const std::vector<Record>& records() const { return m_records; }
  [[nodiscard]] int count() const { return static_cast<int>(m_records.size()); }
  // The value of a row by its role's name; invalid if there is none such.
  Q_INVOKABLE [[nodiscard]] QVariant value(int row, const QString& role) const;

  // Where the row of this id is, -1 if nowhere.
  Q_INVOKABLE [[nodiscard]] int rowOf(const QString& id) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();

 private:
  void update(std::size_t row, Record record);

  QStringList m_roles;
  std::vector<Record> m_records;
};

}  // namespace halftone::app
