// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractTableModel>
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

 signals:
  void countsChanged();
  void filterChanged();
  void sortChanged();
  void currentChanged();
  void selectionChanged();
  void layoutRevised();
  void columnsChanged();

 protected:
  FlatTable(std::vector<TableColumn> columns, QStringList filterFields, QObject* parent);

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
  [[nodiscard]] bool isSelected(std::string_view id) const { return m_selected.contains(id); }
  [[nodiscard]] const TableFilter& compiledFilter() const { return m_filter; }
  // Shows `order`; `install` puts the snapshot in place that it is of.
  void swap(std::vector<int> order, const std::function<void()>& install);
  // Adds the search texts of the rows, until there are enough.
  virtual void collect(FieldValues& values) const = 0;
  // The order of the snapshot in place, by the filter and sorting of now.
  [[nodiscard]] virtual std::vector<int> arrange() const = 0;

 private:
  void arrangeAgain();
  void findCurrent();
  void makeCurrent(int row);
  [[nodiscard]] int stepped(int rows) const;
  void select(std::set<std::string, std::less<>> ids);
  void forgetHidden();
  void emitData(int rows);

  std::vector<TableColumn> m_columns;
  std::vector<int> m_widths;
  QStringList m_fields;
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
// which refer to what the row keeps.
template <typename Row>
class FlatTableOf : public FlatTable {
 public:
  using FlatTable::FlatTable;

  void setRows(std::vector<Row> rows) {
    std::vector<int> order = arrange(rows);
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
      if (!compiledFilter().isEmpty() && !compiledFilter().matches(rows[i].searchText())) continue;
      entries.push_back({sortKey(rows[i], sortColumn()), rows[i].id(), static_cast<int>(i)});
    }
    return sorted(std::move(entries));
  }
  [[nodiscard]] const Row& at(int source) const { return m_rows[static_cast<std::size_t>(source)]; }

  std::vector<Row> m_rows;
};

}  // namespace halftone::app
