// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractTableModel>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariantList>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/viewmodels/filterguide.h"
#include "app/viewmodels/tablefilter.h"

namespace halftone::app {

// By what a cell is sorted: numbers and texts compare by the same two members. `rest` refers to the row.
struct SortKey {
  std::uint64_t first = 0;
  std::string_view rest;

  [[nodiscard]] static SortKey of(double number);
  [[nodiscard]] static SortKey of(std::string_view naturalKey);
  friend auto operator<=>(const SortKey&, const SortKey&) = default;
};

// A column of a table. `title` is a text for translation in the context of the table's class.
struct TableColumn {
  const char* title = "";
  int width = 100;  // logical pixels at first
  bool numeric = false;
  bool stretches = false;  // takes a share of what is left of the view's width
};

// What QML sees of a big live table: rows that a subclass gives as one snapshot at a time (FlatTableOf), in
// an order that is sorted and filtered here. A new snapshot changes what the rows show and adds or removes at
// the tail, so that a view touches only the cells that it has loaded. The current row and the selected ones
// are kept by their ids; what is not shown is not selected. GUI thread.
class FlatTable : public QAbstractTableModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int shown READ shown NOTIFY countsChanged)
  Q_PROPERTY(int total READ total NOTIFY countsChanged)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(halftone::app::FilterGuide* guide READ guide CONSTANT)
  Q_PROPERTY(int sortColumn READ sortColumn NOTIFY sortChanged)
  Q_PROPERTY(bool ascending READ isAscending NOTIFY sortChanged)
  Q_PROPERTY(int currentRow READ currentRow NOTIFY currentChanged)
  Q_PROPERTY(QString currentId READ currentId NOTIFY currentChanged)
  Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
  Q_PROPERTY(int layoutRevision READ layoutRevision NOTIFY layoutRevised)
  Q_PROPERTY(QVariantList columns READ columns NOTIFY columnsChanged)

 public:
  enum Role {
    TextRole = Qt::DisplayRole,
    NumericRole = Qt::UserRole + 1,
    VersionRole,  // of cells that show a version: its name
    DimmedRole,   // the row is no longer live
    CurrentRole,
    SelectedRole,
  };

  [[nodiscard]] int shown() const { return static_cast<int>(m_order.size()); }
  [[nodiscard]] virtual int total() const = 0;
  [[nodiscard]] QString filter() const { return m_filterText; }
  void setFilter(const QString& text);
  // Completes the filter with what the rows of now have.
  [[nodiscard]] FilterGuide* guide() { return &m_guide; }
  [[nodiscard]] int sortColumn() const { return m_sortColumn; }
  [[nodiscard]] bool isAscending() const { return m_ascending; }
  [[nodiscard]] QString currentId() const { return QString::fromStdString(m_current); }
  [[nodiscard]] int currentRow() const { return m_currentRow; }
  [[nodiscard]] int selectedCount() const { return static_cast<int>(m_selected.size()); }
  // {title, numeric} of each.
  [[nodiscard]] QVariantList columns() const;
  // Grows with each change of a column's width.
  [[nodiscard]] int layoutRevision() const { return m_layoutRevision; }

  // Sorts by this column, or turns the order round if it is that already. Numbers begin with the largest.
  Q_INVOKABLE void sortBy(int column);
  // In this direction; a column that is not there changes nothing.
  void sortBy(int column, bool ascending);
  Q_INVOKABLE [[nodiscard]] int columnWidth(int column) const;
  // The width in a view that has room for `available`.
  Q_INVOKABLE [[nodiscard]] int fittedWidth(int column, int available) const;
  Q_INVOKABLE void setColumnWidth(int column, int width);
  Q_INVOKABLE [[nodiscard]] bool isNumeric(int column) const;
  // Makes it current and the only one selected; without such a row, none.
  Q_INVOKABLE void setCurrentRow(int row);
  // The same for the row so many further; the first or last if that would leave the table.
  Q_INVOKABLE void moveCurrent(int rows);
  // Makes it current and takes it into the selection, or out of it again.
  Q_INVOKABLE void toggleRow(int row);
  // Makes it current and selects all from the row where the selection began to it.
  Q_INVOKABLE void extendTo(int row);
  Q_INVOKABLE void extendBy(int rows);
  Q_INVOKABLE void selectAll();
  Q_INVOKABLE void clearSelection();

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  // After a change of language.
  void retranslate();
  // Cells show other texts though no row changed (ages).
  void refreshTexts();
  // The same rows, of which others may fit a filter that asks them by now.
  void refilter();

 signals:
  void countsChanged();
  void filterChanged();
  void sortChanged();
  void currentChanged();
  void selectionChanged();
  void layoutRevised();
  void columnsChanged();

 protected:
  FlatTable(std::vector<TableColumn> columns, FilterFields filterFields, QObject* parent);

  // Of the row at this place of the snapshot, not of the order shown.
  [[nodiscard]] virtual QString cellText(int source, int column) const = 0;
  [[nodiscard]] virtual QString cellVersion(int source, int column) const = 0;
  [[nodiscard]] virtual bool isDimmed(int source) const = 0;
  [[nodiscard]] virtual std::string_view idOf(int source) const = 0;
  [[nodiscard]] virtual QString columnTitle(const char* title) const = 0;

  struct Entry {
    SortKey key;
    std::string_view id;  // decides between equal keys, so that rows do not dance
    int source = 0;
  };
  [[nodiscard]] std::vector<int> sorted(std::vector<Entry> entries) const;
  // `staying` is in order; the entries that come find their places in it. `entryOf` tells the entry of one
  // that stays.
  [[nodiscard]] std::vector<int> merged(const std::vector<int>& staying, std::vector<Entry> coming,
                                        const std::function<Entry(int source)>& entryOf) const;
  // Rows of the snapshot as they are shown.
  [[nodiscard]] const std::vector<int>& order() const { return m_order; }
  [[nodiscard]] bool isSelected(std::string_view id) const { return m_selected.contains(id); }
  [[nodiscard]] const TableFilter& compiledFilter() const { return m_filter; }
  // Shows `order`; `install` puts the snapshot in place that it is of.
  void swap(std::vector<int> order, const std::function<void()>& install);
  // What is typed for a field that is not in the search texts.
  [[nodiscard]] virtual QStringList computedValues(const QString&) const { return {}; }
  // Adds the search texts of the rows, until there are enough.
  virtual void collect(FieldValues& values) const = 0;
  // The order of the snapshot in place, by the filter and sorting of now.
  [[nodiscard]] virtual std::vector<int> arrange() const = 0;

 private:
  void arrangeAgain();
  void sort(std::vector<Entry>& entries) const;
  [[nodiscard]] bool comesBefore(const Entry& a, const Entry& b) const;
  void findCurrent();
  void makeCurrent(int row);
  void tellCurrent(int before);
  [[nodiscard]] int stepped(int rows) const;
  void select(std::set<std::string, std::less<>> ids);
  void forgetHidden();
  void emitData(int rows, const QList<int>& roles);

  std::vector<TableColumn> m_columns;
  std::vector<int> m_widths;
  FilterFields m_fields;
  std::vector<int> m_order;
  QString m_filterText;
  TableFilter m_filter;
  FilterGuide m_guide;
  int m_sortColumn = 0;
  bool m_ascending = true;
  std::string m_current;
  int m_currentRow = -1;
  std::set<std::string, std::less<>> m_selected;
  std::string m_anchor;  // id of the row where the selection began
  int m_layoutRevision = 0;
};

// The rows of a FlatTable. A Row has `std::string_view id() const` and `std::string_view searchText() const`,
// which refer to what the row keeps, and `==`, which holds only of rows that are shown and sorted alike.
template <typename Row>
class FlatTableOf : public FlatTable {
 public:
  using FlatTable::FlatTable;

  // Only rows that are not in the snapshot before are sorted anew, if they are few; they are found quickly if
  // snapshots come in the order of ids.
  void setRows(std::vector<Row> rows) {
    const Changes changes = compare(m_rows, rows);
    const bool areMany = changes.coming.size() * kFewOf > rows.size();
    std::vector<int> order = areMany ? arrange(rows) : arrange(rows, changes);
    swap(std::move(order), [this, &rows] { m_rows = std::move(rows); });
  }
  [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
  [[nodiscard]] std::vector<Row> selectedRows() const {
    std::vector<Row> selected;
    for (const Row& row : m_rows) {
      if (isSelected(row.id())) selected.push_back(row);
    }
    return selected;
  }
  [[nodiscard]] int total() const final { return static_cast<int>(m_rows.size()); }

 protected:
  [[nodiscard]] virtual QString text(const Row& row, int column) const = 0;
  [[nodiscard]] virtual SortKey sortKey(const Row& row, int column) const = 0;
  [[nodiscard]] virtual bool dimmed(const Row&) const { return false; }
  // Of a field that is not in the search text.
  [[nodiscard]] virtual FilterValue filterValue(const Row&, std::size_t) const { return {}; }
  [[nodiscard]] virtual QString version(const Row&, int) const { return {}; }

 private:
  void collect(FieldValues& values) const final {
    for (const Row& row : m_rows) {
      if (!values.add(row.searchText())) return;
    }
  }
  [[nodiscard]] QString cellText(int source, int column) const final { return text(at(source), column); }
  [[nodiscard]] QString cellVersion(int source, int column) const final {
    return version(at(source), column);
  }
  [[nodiscard]] bool isDimmed(int source) const final { return dimmed(at(source)); }
  [[nodiscard]] std::string_view idOf(int source) const final { return at(source).id(); }
  [[nodiscard]] std::vector<int> arrange() const final { return arrange(m_rows); }
  [[nodiscard]] std::vector<int> arrange(const std::vector<Row>& rows) const {
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (isWanted(rows[i])) entries.push_back(entryOf(rows, static_cast<int>(i)));
    }
    return sorted(std::move(entries));
  }

  // One in so many: placing more costs as much as sorting all.
  static constexpr std::size_t kFewOf = 4;
  // What a snapshot is beside the one before.
  struct Changes {
    std::vector<int> places;  // of each row before: where it is now, unchanged; -1: nowhere
    std::vector<int> coming;  // rows of now that were not there, or were others
  };
  [[nodiscard]] static Changes compare(const std::vector<Row>& before, const std::vector<Row>& after) {
    Changes changes{std::vector<int>(before.size(), -1), {}};
    std::size_t old = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
      while (old < before.size() && !(before[old] == after[i]) && before[old].id() < after[i].id()) ++old;
      if (old < before.size() && before[old] == after[i]) {
        changes.places[old++] = static_cast<int>(i);
      } else {
        changes.coming.push_back(static_cast<int>(i));
        if (old < before.size() && before[old].id() == after[i].id()) ++old;
      }
    }
    return changes;
  }
  [[nodiscard]] std::vector<int> arrange(const std::vector<Row>& rows, const Changes& changes) const {
    std::vector<int> staying;
    staying.reserve(order().size());
    for (const int source : order()) {
      const int place = changes.places[static_cast<std::size_t>(source)];
      if (place >= 0) staying.push_back(place);
    }
    std::vector<Entry> coming;
    for (const int source : changes.coming) {
      if (isWanted(rows[static_cast<std::size_t>(source)])) coming.push_back(entryOf(rows, source));
    }
    return merged(staying, std::move(coming), [&](int source) { return entryOf(rows, source); });
  }
  [[nodiscard]] bool isWanted(const Row& row) const {
    return compiledFilter().isEmpty() ||
           compiledFilter().matches(row.searchText(),
                                    [this, &row](std::size_t field) { return filterValue(row, field); });
  }
  [[nodiscard]] Entry entryOf(const std::vector<Row>& rows, int source) const {
    const Row& row = rows[static_cast<std::size_t>(source)];
    return {sortKey(row, sortColumn()), row.id(), source};
  }
  [[nodiscard]] const Row& at(int source) const { return m_rows[static_cast<std::size_t>(source)]; }

  std::vector<Row> m_rows;
};

}  // namespace halftone::app
