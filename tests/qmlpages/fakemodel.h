// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QVariantList>
#include <QVariantMap>

// A list or a table that a test fills: `rows` are maps by the names of roles. The texts of a table's cells
// are in the list "cells" of each row.
class FakeModel : public QAbstractTableModel {
  Q_OBJECT
  Q_PROPERTY(QVariantList rows READ rows WRITE setRows NOTIFY rowsChanged)
  Q_PROPERTY(int count READ count NOTIFY rowsChanged)

 public:
  using QAbstractTableModel::QAbstractTableModel;

  [[nodiscard]] QVariantList rows() const { return m_rows; }
  void setRows(const QVariantList& rows) {
    beginResetModel();
    m_rows = rows;
    for (const QVariant& row : rows) {
      for (const QString& name : row.toMap().keys()) {
        if (!m_roles.contains(name)) m_roles << name;
      }
    }
    endResetModel();
    emit rowsChanged();
  }
  [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }

  Q_INVOKABLE [[nodiscard]] QVariant value(int row, const QString& role) const {
    return row < 0 || row >= count() ? QVariant() : m_rows.at(row).toMap().value(role);
  }
  // Changes one value, as a live model does.
  Q_INVOKABLE void change(int row, const QString& role, const QVariant& value) {
    QVariantMap map = m_rows.at(row).toMap();
    map.insert(role, value);
    m_rows[row] = map;
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
  }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : count();
  }
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : qMax(1, static_cast<int>(value(0, kCells).toList().size()));
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    if (role == Qt::DisplayRole) return value(index.row(), kCells).toList().value(index.column());
    return value(index.row(), m_roles.value(role - Qt::UserRole));
  }
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override {
    QHash<int, QByteArray> names{{Qt::DisplayRole, QByteArrayLiteral("display")}};
    for (int i = 0; i < m_roles.size(); ++i) {
      if (m_roles.at(i) != QLatin1String("display")) names.insert(Qt::UserRole + i, m_roles.at(i).toUtf8());
    }
    return names;
  }

 signals:
  void rowsChanged();

 private:
  inline static const QString kCells = QStringLiteral("cells");

  QVariantList m_rows;
  QStringList m_roles;
};
