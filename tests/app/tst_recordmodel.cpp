// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "app/viewmodels/recordmodel.h"

using namespace halftone::app;

namespace {

std::vector<RecordModel::Record> records(const char* ids, int value = 0) {
  std::vector<RecordModel::Record> list;
  for (const char* c = ids; *c != 0; ++c) list.push_back({QString(QLatin1Char(*c)), value});
  return list;
}

QString shown(const RecordModel& model) {
  QString ids;
  for (const auto& record : model.records()) ids += record.front().toString();
  return ids;
}

}  // namespace

class RecordModelTest : public QObject {
  Q_OBJECT

 private slots:
  void becomesWhateverItIsTold_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const QStringList all{QString(),
                          QStringLiteral("a"),
                          QStringLiteral("abc"),
                          QStringLiteral("acb"),
                          QStringLiteral("bc"),
                          QStringLiteral("abxc"),
                          QStringLiteral("xyz"),
                          QStringLiteral("cabxyz")};
    for (const QString& before : all) {
      for (const QString& after : all)
        QTest::newRow(qPrintable(before + QLatin1Char('>') + after)) << before << after;
    }
  }
  void becomesWhateverItIsTold() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    RecordModel model({QStringLiteral("name"), QStringLiteral("value")});
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRecords(records(qPrintable(before), 1));
    model.setRecords(records(qPrintable(after), 2));
    QCOMPARE(shown(model), after);
    for (int i = 0; i < model.count(); ++i) QCOMPARE(model.value(i, QStringLiteral("value")).toInt(), 2);
  }

  void sameRowsAreNoChange() {
    RecordModel model({QStringLiteral("name"), QStringLiteral("value")});
    model.setRecords(records("abc"));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setRecords(records("abc"));
    QCOMPARE(changed.size() + inserted.size(), 0);
  }

  void aNewRowLeavesTheOthersAlone() {
    RecordModel model({QStringLiteral("name"), QStringLiteral("value")});
    model.setRecords(records("abd"));
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setRecords(records("abcd"));
    QCOMPARE(removed.size(), 0);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 2);
  }
};

QTEST_GUILESS_MAIN(RecordModelTest)
#include "tst_recordmodel.moc"
