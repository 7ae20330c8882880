// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <map>
#include <random>

#include "tests/app/namestable.h"

using namespace halftone::app;
using namespace halftone::test;

namespace {

using Row = NameRow;

class Names : public NamesTable {
 public:
  Names() : NamesTable(100, 80, nullptr) {}

  [[nodiscard]] QStringList names() const {
    QStringList list;
    for (int i = 0; i < shown(); ++i) list << index(i, 0).data(TextRole).toString();
    return list;
  }
};

std::vector<Row> manyRows(int count, int offset = 0) {
  std::vector<Row> rows;
  for (int i = 0; i < count; ++i) {
    rows.push_back(nameRow(QStringLiteral("u%1").arg(i + offset), (i * 7919) % 10007));
  }
  return rows;
}

QStringList selected(const Names& table) {
  QStringList list;
  for (const Row& row : table.selectedRows()) list << row.name;
  return list;
}

QStringList words(const char* text) {
  return QString::fromLatin1(text).split(QLatin1Char(' '));
}

}  // namespace

class FlatTableTest : public QObject {
  Q_OBJECT

 private slots:
  void namesSortByNumbersInThem() {
    Names table;
    table.setRows({nameRow("u10", 1), nameRow("u9", 2), nameRow("U2", 3), nameRow("a", 4)});
    QCOMPARE(table.names(), words("a U2 u9 u10"));
  }

  void numbersBeginWithTheLargest() {
    Names table;
    table.setRows({nameRow("a", -5), nameRow("b", 10), nameRow("c", 2.5), nameRow("d", 1e9)});
    table.sortBy(1);
    QCOMPARE(table.names(), words("d b c a"));
    table.sortBy(1);
    QCOMPARE(table.names(), words("a c b d"));
  }

  void equalRowsKeepTheirOrderWhicheverWayTheyCome() {
    Names table;
    table.sortBy(1);
    table.setRows({nameRow("b", 1), nameRow("a", 1), nameRow("c", 1)});
    const QStringList before = table.names();
    table.setRows({nameRow("c", 1), nameRow("b", 1), nameRow("a", 1)});
    QCOMPARE(table.names(), before);
  }

  void filterHidesWhatDoesNotFit() {
    Names table;
    table.setRows({nameRow("lobby", 1), nameRow("staff", 2), nameRow("lounge", 3)});
    table.setFilter(QStringLiteral("LO"));
    QCOMPARE(table.names(), words("lobby lounge"));
    QCOMPARE(table.shown(), 2);
    QCOMPARE(table.total(), 3);
    table.setFilter({});
    QCOMPARE(table.shown(), 3);
  }

  void newRowsObeyTheFilterInForce() {
    Names table;
    table.setFilter(QStringLiteral("name:lo"));
    table.setRows({nameRow("lobby", 1), nameRow("allot", 2)});
    QCOMPARE(table.names(), words("lobby"));
  }

  void currentRowFollowsItsIdThroughSortingAndSnapshots() {
    Names table;
    table.setRows({nameRow("a", 1), nameRow("b", 2), nameRow("c", 3)});
    table.setCurrentRow(1);
    QCOMPARE(table.currentId(), QStringLiteral("b"));
    table.sortBy(1);
    QCOMPARE(table.currentRow(), 1);
    table.setRows({nameRow("c", 3), nameRow("b", 9)});
    QCOMPARE(table.currentRow(), 0);
    QCOMPARE(table.index(0, 0).data(FlatTable::CurrentRole).toBool(), true);
  }

  void currentRowThatComesBackIsCurrentAgain() {
    Names table;
    table.setRows({nameRow("a", 1), nameRow("b", 2)});
    table.setCurrentRow(1);
    table.setRows({nameRow("a", 1)});
    QCOMPARE(table.currentRow(), -1);
    table.setRows({nameRow("a", 1), nameRow("b", 2)});
    QCOMPARE(table.currentRow(), 1);
  }

  void aViewIsToldWhereTheCurrentRowWent() {
    Names table;
    table.setRows({nameRow("b", 1), nameRow("c", 2)});
    table.setCurrentRow(0);
    QSignalSpy changed(&table, &QAbstractItemModel::dataChanged);
    table.setRows({nameRow("a", 1), nameRow("a2", 1), nameRow("b", 1), nameRow("c", 2)});
    QCOMPARE(table.currentRow(), 2);
    QSet<int> told;
    for (const QList<QVariant>& signal : changed) {
      if (!signal.at(2).value<QList<int>>().contains(FlatTable::CurrentRole)) continue;
      for (int i = signal.at(0).toModelIndex().row(); i <= signal.at(1).toModelIndex().row(); ++i) told << i;
    }
    QVERIFY(told.contains(0));
    QVERIFY(told.contains(2));
  }

  void walkingStopsAtTheEnds() {
    Names table;
    table.setRows({nameRow("a", 1), nameRow("b", 2), nameRow("c", 3)});
    table.moveCurrent(1);
    QCOMPARE(table.currentRow(), 0);
    table.moveCurrent(100);
    QCOMPARE(table.currentRow(), 2);
    table.moveCurrent(-100);
    QCOMPARE(table.currentRow(), 0);
  }

  void shiftSelectsFromWhereTheSelectionBegan() {
    Names table;
    table.setRows({nameRow("a", 1), nameRow("b", 2), nameRow("c", 3), nameRow("d", 4)});
    table.setCurrentRow(2);
    table.extendTo(0);
    QCOMPARE(selected(table), words("a b c"));
    table.extendBy(3);
    QCOMPARE(selected(table), words("c d"));
    QCOMPARE(table.currentRow(), 3);
  }

  void controlTakesRowsInAndOut() {
    Names table;
    table.setRows({nameRow("a", 1), nameRow("b", 2), nameRow("c", 3)});
    table.setCurrentRow(0);
    table.toggleRow(2);
    QCOMPARE(selected(table), words("a c"));
    table.toggleRow(0);
    QCOMPARE(selected(table), words("c"));
    QCOMPARE(table.selectedCount(), 1);
    table.setCurrentRow(1);
    QCOMPARE(selected(table), words("b"));
  }

  void whatIsNotShownIsNotSelected() {
    Names table;
    table.setRows({nameRow("lobby", 1), nameRow("staff", 2), nameRow("lounge", 3)});
    table.selectAll();
    QCOMPARE(table.selectedCount(), 3);
    QSignalSpy changed(&table, &FlatTable::selectionChanged);
    table.setFilter(QStringLiteral("lo"));
    QCOMPARE(selected(table), words("lobby lounge"));
    table.setRows({nameRow("lounge", 3)});
    QCOMPARE(selected(table), words("lounge"));
    QCOMPARE(changed.size(), 2);
  }

  void aSnapshotChangesRowsInPlaceAndTheTailOnly() {
    Names table;
    table.setRows(manyRows(100));
    QSignalSpy resets(&table, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&table, &QAbstractItemModel::rowsInserted);
    QSignalSpy changed(&table, &QAbstractItemModel::dataChanged);
    table.setRows(manyRows(120));
    QCOMPARE(resets.size(), 0);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 100);
    QCOMPARE(inserted.first().at(2).toInt(), 119);
  }

  // A few changes are placed one by one, which must come to the same as sorting all.
  void fewChangesOfManyRowsFindTheirPlaces() {
    std::mt19937 dice(42);
    const auto roll = [&dice](int below) { return std::uniform_int_distribution<int>(0, below - 1)(dice); };
    std::map<std::string, Row> rows;
    const auto put = [&rows](int name, double number) {
      const Row made = nameRow(QStringLiteral("u%1").arg(name), number);
      rows.insert_or_assign(made.key, made);
    };
    for (int i = 0; i < 400; ++i) put(i, roll(50));
    Names table;
    QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int round = 0; round < 200; ++round) {
      if (round % 40 == 39) table.sortBy(round / 40 % 2);
      if (round == 100) table.setFilter(QStringLiteral("name:1"));
      for (int i = 0; i < 10; ++i) put(roll(420), roll(50));
      for (int i = 0; i < 5; ++i) rows.erase("u" + std::to_string(roll(420)));
      std::vector<Row> snapshot;
      for (const auto& [key, entry] : rows) snapshot.push_back(entry);
      Names fresh;
      fresh.sortBy(table.sortColumn());
      if (fresh.isAscending() != table.isAscending()) fresh.sortBy(table.sortColumn());
      fresh.setFilter(table.filter());
      fresh.setRows(snapshot);
      table.setRows(snapshot);
      QCOMPARE(table.names(), fresh.names());
    }
  }

  void staysAValidModelThroughEverything() {
    Names table;
    QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const int count : {5, 50, 3, 0, 200}) {
      table.setRows(manyRows(count, count));
      table.sortBy(count % 2);
      table.selectAll();
      table.toggleRow(0);
      table.setFilter(count == 50 ? QStringLiteral("7") : QString());
    }
    QCOMPARE(table.shown(), 200);
  }

  void stretchingColumnsTakeWhatIsLeft() {
    Names table;
    QCOMPARE(table.fittedWidth(0, 500), 420);
    QCOMPARE(table.fittedWidth(1, 500), 80);
    QCOMPARE(table.fittedWidth(0, 50), 100);
    QSignalSpy revised(&table, &FlatTable::layoutRevised);
    table.setColumnWidth(1, 5);
    QCOMPARE(table.columnWidth(1), 40);
    QCOMPARE(revised.size(), 1);
  }

  void fiftyThousandRowsSortAndFilter() {
    Names table;
    table.setRows(manyRows(50'000));
    table.sortBy(1);
    std::vector<Row> next = manyRows(50'000);
    QElapsedTimer clock;
    clock.start();
    table.setRows(std::move(next));
    qInfo("50,000 rows swapped that stay as they are in %lld ms", clock.restart());
    next = manyRows(50'000);
    for (std::size_t i = 0; i < next.size(); i += 50) next[i].number += 1;
    clock.restart();
    table.setRows(std::move(next));
    qInfo("1,000 of them changed and swapped in %lld ms", clock.restart());
    table.sortBy(1);
    qInfo("sorted by number in %lld ms", clock.restart());
    table.sortBy(0);
    qInfo("sorted by text in %lld ms", clock.restart());
    table.setFilter(QStringLiteral("name:u4999"));
    qInfo("filtered in %lld ms", clock.restart());
    QCOMPARE(table.names(),
             words("u4999 u49990 u49991 u49992 u49993 u49994 u49995 u49996 u49997 u49998 u49999"));
  }
};

QTEST_GUILESS_MAIN(FlatTableTest)
#include "tst_flattable.moc"
