// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/recordmodel.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace halftone::app {

RecordModel::RecordModel(QStringList roles, QObject* parent)
    : QAbstractListModel(parent), m_roles(std::move(roles)) {}

void RecordModel::setRecords(std::vector<Record> records) {
  const auto sameId = [](const Record& a, const Record& b) { return a.front() == b.front(); };
  const std::size_t before = m_records.size();
  const std::size_t after = records.size();
  const std::size_t shorter = std::min(before, after);
  std::size_t head = 0;
  while (head < shorter && sameId(m_records[head], records[head])) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && sameId(m_records[before - 1 - tail], records[after - 1 - tail])) ++tail;

  const auto at = [](auto& list, std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
  if (before > head + tail) {
    beginRemoveRows({}, static_cast<int>(head), static_cast<int>(before - tail) - 1);
    m_records.erase(at(m_records, head), at(m_records, before - tail));
    endRemoveRows();
  }
  if (after > head + tail) {
    beginInsertRows({}, static_cast<int>(head), static_cast<int>(after - tail) - 1);
    m_records.insert(at(m_records, head), std::make_move_iterator(at(records, head)),
                     std::make_move_iterator(at(records, after - tail)));
    endInsertRows();
  }
  for (std::size_t i = 0; i < head; ++i) update(i, std::move(records[i]));
  for (std::size_t i = after - tail; i < after; ++i) update(i, std::move(records[i]));
  if (before != after) emit countChanged();
}

void RecordModel::update(std::size_t row, Record record) {
  if (m_records[row] == record) return;
  QList<int> roles;
  for (qsizetype i = 0; i < record.size(); ++i) {
    if (m_records[row].value(i) != record[i]) roles << Qt::UserRole + static_cast<int>(i);
  }
  m_records[row] = std::move(record);
  const QModelIndex place = index(static_cast<int>(row));
  emit dataChanged(place, place, roles);
}

QVariant RecordModel::value(int row, const QString& role) const {
  if (row < 0 || row >= count()) return {};
  return data(index(row), Qt::UserRole + static_cast<int>(m_roles.indexOf(role)));
}

int RecordModel::rowOf(const QString& id) const {
  const auto it = std::find_if(m_records.begin(), m_records.end(),
                               [&id](const Record& record) { return record.front() == id; });
  return it == m_records.end() ? -1 : static_cast<int>(it - m_records.begin());
}

int RecordModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant RecordModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  return m_records[static_cast<std::size_t>(index.row())].value(role - Qt::UserRole);
}

QHash<int, QByteArray> RecordModel::roleNames() const {
  QHash<int, QByteArray> names;
  for (qsizetype i = 0; i < m_roles.size(); ++i)
    names[Qt::UserRole + static_cast<int>(i)] = m_roles[i].toUtf8();
  return names;
}

}  // namespace halftone::app
