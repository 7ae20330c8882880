// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/rulelistmodel.h"

#include <algorithm>
#include <iterator>

#include "app/viewmodels/figures.h"
#include "app/viewmodels/policychanges.h"

namespace halftone::app {

namespace {

std::ptrdiff_t at(std::size_t place) {
  return static_cast<std::ptrdiff_t>(place);
}

}  // namespace

QVariantList splitParts(const std::vector<policy::Share>& split) {
  QVariantList parts;
  for (const policy::Share& share : split) {
    parts.append(QVariantMap{{QStringLiteral("version"), QString::fromStdString(share.version)},
                             {QStringLiteral("share"), share.weight.value() / 10000.0},
                             {QStringLiteral("text"), QString::fromStdString(share.weight.toString())}});
  }
  return parts;
}

RuleListModel::RuleListModel(QObject* parent) : QAbstractListModel(parent) {}

void RuleListModel::setDraft(const PolicyDraft& draft) {
  const auto& before = draft.inForce().rules;
  const auto& after = draft.edited().rules;
  const std::vector<int> numbers = matchRules(before, after);
  std::vector<Row> rows;
  rows.reserve(after.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    const bool changed = numbers[i] < 0 || before[static_cast<std::size_t>(numbers[i])] != after[i];
    rows.push_back({after[i], changed});
  }
  setRows(std::move(rows));
}

void RuleListModel::clear() {
  setRows({});
}

// Rows that stay the same rule (by name) at both ends are kept; in between one rule that changed its place is
// moved, anything else is replaced.
void RuleListModel::setRows(std::vector<Row> rows) {
  const auto same = [](const Row& a, const Row& b) { return a.rule.name == b.rule.name; };
  const std::size_t before = m_rows.size();
  const std::size_t after = rows.size();
  const std::size_t shorter = std::min(before, after);
  std::size_t head = 0;
  while (head < shorter && same(m_rows[head], rows[head])) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && same(m_rows[before - 1 - tail], rows[after - 1 - tail])) ++tail;
  const bool inPlace = before == after && before - head - tail == 1;  // renamed
  if (!inPlace && !(before == after && moveOne(rows, head, tail))) {
    if (before > head + tail) {
      beginRemoveRows({}, static_cast<int>(head), static_cast<int>(before - tail) - 1);
      m_rows.erase(m_rows.begin() + at(head), m_rows.begin() + at(before - tail));
      endRemoveRows();
    }
    if (after > head + tail) {
      beginInsertRows({}, static_cast<int>(head), static_cast<int>(after - tail) - 1);
      m_rows.insert(m_rows.begin() + at(head), rows.begin() + at(head), rows.begin() + at(after - tail));
      endInsertRows();
    }
  }
  m_rows = std::move(rows);
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1));
  if (before != after) emit countChanged();
}

bool RuleListModel::moveOne(const std::vector<Row>& rows, std::size_t head, std::size_t tail) {
  const std::size_t end = rows.size() - tail;
  if (end - head < 2) return end == head;
  std::vector<Row> moved = m_rows;
  const auto sameNames = [&] {
    return std::equal(moved.begin() + at(head), moved.begin() + at(end), rows.begin() + at(head),
                      [](const Row& a, const Row& b) { return a.rule.name == b.rule.name; });
  };
  std::rotate(moved.begin() + at(head), moved.begin() + at(head) + 1, moved.begin() + at(end));
  if (sameNames()) {  // the first went down
    beginMoveRows({}, static_cast<int>(head), static_cast<int>(head), {}, static_cast<int>(end));
  } else {
    moved = m_rows;
    std::rotate(moved.begin() + at(head), moved.begin() + at(end) - 1, moved.begin() + at(end));
    if (!sameNames()) return false;
    beginMoveRows({}, static_cast<int>(end) - 1, static_cast<int>(end) - 1, {}, static_cast<int>(head));
  }
  m_rows = std::move(moved);
  endMoveRows();
  return true;
}

void RuleListModel::setRates(const QHash<QString, double>& rates) {
  m_rates = rates;
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1), {HitsRole});
}

void RuleListModel::setWarnings(const QHash<int, QString>& warnings) {
  if (m_warnings == warnings) return;
  m_warnings = warnings;
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1), {WarningRole});
}

void RuleListModel::setDisagreements(const QHash<QString, QString>& texts) {
  if (m_disagreements == texts) return;
  m_disagreements = texts;
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1), {WarningRole});
}

void RuleListModel::retranslate() {
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1));
}

QString RuleListModel::warningOf(int place) const {
  QStringList lines{
      m_warnings.value(place),
      m_disagreements.value(QString::fromStdString(m_rows[static_cast<std::size_t>(place)].rule.name))};
  lines.removeAll(QString());
  return lines.join(QLatin1Char('\n'));
}

int RuleListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant RuleListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case NameRole:
      return QString::fromStdString(row.rule.name);
    case NumberRole:
      return index.row() + 1;
    case WhenRole:
      return whenText(row.rule.when);
    case SplitRole:
      return splitParts(row.rule.split);
    case EnabledRole:
      return row.rule.enabled;
    case ChangedRole:
      return row.changed;
    case HitsRole: {
      const auto rate = m_rates.constFind(QString::fromStdString(row.rule.name));
      return rate == m_rates.constEnd() ? QString() : tr("%1/s").arg(formatRate(*rate));
    }
    case WarningRole:
      return warningOf(index.row());
    default:
      return {};
  }
}

QHash<int, QByteArray> RuleListModel::roleNames() const {
  return {{NameRole, "name"},      {NumberRole, "number"},   {WhenRole, "when"}, {SplitRole, "split"},
          {EnabledRole, "ruleOn"}, {ChangedRole, "changed"}, {HitsRole, "hits"}, {WarningRole, "warning"}};
}

}  // namespace halftone::app
