// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/flattable.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

namespace halftone::app {

namespace {
constexpr int kMinWidth = 40;
constexpr int kMaxWidth = 1200;
}  // namespace

SortKey SortKey::of(double number) {
  if (std::isnan(number)) return {};  // unknown is less than everything
  // The bits of a double order like the number once the sign is taken out of two's complement.
  const auto bits = std::bit_cast<std::uint64_t>(number);
  constexpr std::uint64_t kSign = 1ULL << 63;
  return {(bits & kSign) != 0 ? ~bits : bits | kSign, {}};
}

SortKey SortKey::of(std::string_view naturalKey) {
  SortKey key;
  const std::size_t head = std::min<std::size_t>(8, naturalKey.size());
  for (std::size_t i = 0; i < head; ++i) {
    key.first |= static_cast<std::uint64_t>(static_cast<unsigned char>(naturalKey[i])) << (56 - 8 * i);
  }
  key.rest = naturalKey.substr(head);
  return key;
}

FlatTable::FlatTable(std::vector<TableColumn> columns, FilterFields filterFields, QObject* parent)
    : QAbstractTableModel(parent),
      m_columns(std::move(columns)),
      m_fields(std::move(filterFields)),
      m_guide(m_fields, [this](const QString& field) {
        const auto place = m_fields.find(field);
        if (!place) return QStringList();
        const FilterKind kind = m_fields.kind(*place);
        if (kind != FilterKind::Text && kind != FilterKind::Time) return computedValues(field);
        FieldValues values(static_cast<qsizetype>(*place));
        collect(values);
        return values.values();
      }) {
  for (const TableColumn& column : m_columns) m_widths.push_back(column.width);
}

void FlatTable::setFilter(const QString& text) {
  if (m_filterText == text) return;
  m_filterText = text;
  m_filter = TableFilter(text, m_fields);
  emit filterChanged();
  arrangeAgain();
}

void FlatTable::sortBy(int column) {
  sortBy(column, column == m_sortColumn ? !m_ascending : !isNumeric(column));
}

void FlatTable::sortBy(int column, bool ascending) {
  if (column < 0 || column >= columnCount()) return;
  m_ascending = ascending;
  m_sortColumn = column;
  emit sortChanged();
  arrangeAgain();
}

int FlatTable::columnWidth(int column) const {
  return column < 0 || column >= columnCount() ? 0 : m_widths[static_cast<std::size_t>(column)];
}

int FlatTable::fittedWidth(int column, int available) const {
  if (column < 0 || column >= columnCount()) return 0;
  const auto place = static_cast<std::size_t>(column);
  if (!m_columns[place].stretches) return m_widths[place];
  const int used = std::accumulate(m_widths.begin(), m_widths.end(), 0);
  const auto sharers = std::count_if(m_columns.begin(), m_columns.end(),
                                     [](const TableColumn& other) { return other.stretches; });
  return m_widths[place] + std::max(0, available - used) / static_cast<int>(sharers);
}

QVariantList FlatTable::columns() const {
  QVariantList list;
  for (const TableColumn& column : m_columns) {
    list << QVariantMap{{QStringLiteral("title"), columnTitle(column.title)},
                        {QStringLiteral("numeric"), column.numeric}};
  }
  return list;
}

void FlatTable::setColumnWidth(int column, int width) {
  if (column < 0 || column >= columnCount()) return;
  const int bounded = std::clamp(width, kMinWidth, kMaxWidth);
  if (std::exchange(m_widths[static_cast<std::size_t>(column)], bounded) == bounded) return;
  ++m_layoutRevision;
  emit layoutRevised();
}

bool FlatTable::isNumeric(int column) const {
  return column >= 0 && column < columnCount() && m_columns[static_cast<std::size_t>(column)].numeric;
}

void FlatTable::setCurrentRow(int row) {
  makeCurrent(row);
  m_anchor = m_current;
  select(m_current.empty() ? decltype(m_selected){} : decltype(m_selected){m_current});
}

void FlatTable::makeCurrent(int row) {
  const bool inside = row >= 0 && row < shown();
  const std::string id(inside ? idOf(m_order[static_cast<std::size_t>(row)]) : std::string_view());
  if (id == m_current) return;
  const int before = m_currentRow;
  m_current = id;
  m_currentRow = inside ? row : -1;
  tellCurrent(before);
}

void FlatTable::tellCurrent(int before) {
  for (const int changed : {before, m_currentRow}) {
    if (changed >= 0 && changed < shown()) {
      emit dataChanged(index(changed, 0), index(changed, columnCount() - 1), {CurrentRole});
    }
  }
  emit currentChanged();
}

int FlatTable::stepped(int rows) const {
  const int from = m_currentRow < 0 ? (rows > 0 ? -1 : 0) : m_currentRow;
  return static_cast<int>(std::clamp<qint64>(qint64{from} + rows, 0, shown() - 1));
}

void FlatTable::moveCurrent(int rows) {
  if (shown() > 0) setCurrentRow(stepped(rows));
}

void FlatTable::extendBy(int rows) {
  if (shown() > 0) extendTo(stepped(rows));
}

void FlatTable::toggleRow(int row) {
  if (row < 0 || row >= shown()) return;
  makeCurrent(row);
  m_anchor = m_current;
  auto selected = m_selected;
  if (selected.erase(m_current) == 0) selected.insert(m_current);
  select(std::move(selected));
}

void FlatTable::extendTo(int row) {
  if (row < 0 || row >= shown()) return;
  const auto anchor =
      std::find_if(m_order.begin(), m_order.end(), [this](int source) { return idOf(source) == m_anchor; });
  if (anchor == m_order.end()) return setCurrentRow(row);
  makeCurrent(row);
  const int from = static_cast<int>(anchor - m_order.begin());
  const int low = std::min(from, row);
  const int high = std::max(from, row);
  decltype(m_selected) selected;
  for (int i = low; i <= high; ++i) selected.emplace(idOf(m_order[static_cast<std::size_t>(i)]));
  select(std::move(selected));
}

void FlatTable::selectAll() {
  decltype(m_selected) selected;
  for (const int source : m_order) selected.emplace(idOf(source));
  select(std::move(selected));
}

void FlatTable::clearSelection() {
  select({});
}

void FlatTable::select(decltype(m_selected) ids) {
  if (std::exchange(m_selected, ids) == ids) return;
  if (shown() > 0) emit dataChanged(index(0, 0), index(shown() - 1, columnCount() - 1), {SelectedRole});
  emit selectionChanged();
}

// Nobody acts on what they do not see.
void FlatTable::forgetHidden() {
  if (m_selected.empty()) return;
  decltype(m_selected) kept;
  for (const int source : m_order) {
    if (const auto it = m_selected.find(idOf(source)); it != m_selected.end()) kept.insert(*it);
  }
  if (kept.size() != m_selected.size()) select(std::move(kept));
}

int FlatTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : shown();
}

int FlatTable::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant FlatTable::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const int source = m_order[static_cast<std::size_t>(index.row())];
  switch (role) {
    case TextRole:
      return cellText(source, index.column());
    case NumericRole:
      return isNumeric(index.column());
    case VersionRole:
      return cellVersion(source, index.column());
    case DimmedRole:
      return isDimmed(source);
    case CurrentRole:
      return index.row() == m_currentRow;
    case SelectedRole:
      return isSelected(idOf(source));
    default:
      return {};
  }
}

QVariant FlatTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount()) {
    return {};
  }
  return columnTitle(m_columns[static_cast<std::size_t>(section)].title);
}

QHash<int, QByteArray> FlatTable::roleNames() const {
  return {{TextRole, "display"},  {NumericRole, "numeric"}, {VersionRole, "version"},
          {DimmedRole, "dimmed"}, {CurrentRole, "current"}, {SelectedRole, "selected"}};
}

void FlatTable::retranslate() {
  emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
  emit columnsChanged();
  refreshTexts();
}

void FlatTable::refilter() {
  if (!m_filter.asksRows()) return;
  std::vector<int> order = arrange();
  if (order != m_order) swap(std::move(order), [] {});
}

void FlatTable::refreshTexts() {
  emitData(shown(), {TextRole});
}

bool FlatTable::comesBefore(const Entry& a, const Entry& b) const {
  const auto order = a.key <=> b.key;
  if (order == 0) return a.id < b.id;
  return m_ascending ? order < 0 : order > 0;
}

void FlatTable::sort(std::vector<Entry>& entries) const {
  std::sort(entries.begin(), entries.end(),
            [this](const Entry& a, const Entry& b) { return comesBefore(a, b); });
}

std::vector<int> FlatTable::sorted(std::vector<Entry> entries) const {
  sort(entries);
  std::vector<int> order;
  order.reserve(entries.size());
  for (const Entry& entry : entries) order.push_back(entry.source);
  return order;
}

std::vector<int> FlatTable::merged(const std::vector<int>& staying, std::vector<Entry> coming,
                                   const std::function<Entry(int source)>& entryOf) const {
  sort(coming);
  std::vector<int> order;
  order.reserve(staying.size() + coming.size());
  auto from = staying.begin();
  for (const Entry& entry : coming) {
    const auto to = std::lower_bound(from, staying.end(), entry, [&](int source, const Entry& other) {
      return comesBefore(entryOf(source), other);
    });
    order.insert(order.end(), from, to);
    order.push_back(entry.source);
    from = to;
  }
  order.insert(order.end(), from, staying.end());
  return order;
}

// Rows that stay must not change between the two signals of a removal or an insertion: removed rows go while
// the old snapshot still stands, new ones come when the new one does.
void FlatTable::swap(std::vector<int> order, const std::function<void()>& install) {
  const int before = shown();
  const int after = static_cast<int>(order.size());
  const int before_total = total();
  if (after < before) {
    beginRemoveRows({}, after, before - 1);
    m_order.resize(order.size());
    endRemoveRows();
  }
  install();
  const int kept = std::min(before, after);
  m_order.assign(order.begin(), order.begin() + kept);
  findCurrent();
  // Each role costs each cell of a view a binding: what cannot be another is not told.
  QList<int> roles{TextRole, VersionRole, DimmedRole};
  if (!m_selected.empty()) roles.append(SelectedRole);
  emitData(kept, roles);
  if (after > before) {
    beginInsertRows({}, before, after - 1);
    m_order = std::move(order);
    endInsertRows();
    findCurrent();
  }
  forgetHidden();
  if (before != after || before_total != total()) emit countsChanged();
}

void FlatTable::arrangeAgain() {
  swap(arrange(), [] {});
}

void FlatTable::findCurrent() {
  if (m_current.empty()) return;
  int row = -1;
  for (std::size_t i = 0; i < m_order.size() && row < 0; ++i) {
    if (idOf(m_order[i]) == m_current) row = static_cast<int>(i);
  }
  // A row that the filter hides or that is gone may come back: its id stays the current one.
  const int before = std::exchange(m_currentRow, row);
  if (before != row) tellCurrent(before);
}

void FlatTable::emitData(int rows, const QList<int>& roles) {
  if (rows > 0) emit dataChanged(index(0, 0), index(rows - 1, columnCount() - 1), roles);
}

}  // namespace halftone::app
