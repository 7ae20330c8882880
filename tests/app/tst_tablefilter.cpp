// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/tablefilter.h"

using namespace halftone::app;

class TableFilterTest : public QObject {
  Q_OBJECT

 private slots:
  void rowsFitOrNot_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("fits");
    const auto add = [](const char* filter, bool fits) {
      QTest::newRow(*filter == 0 ? "empty" : filter) << QString::fromUtf8(filter) << fits;
    };
    add("", true);
    add("   ", true);
    add("u18", true);
    add("U1842", true);
    add("lobby", true);
    add("lobby missing", false);
    add("version:v2", true);
    add("version:v", true);
    add("version:2", false);
    add("version=v2", true);
    add("version=v", false);
    add("VERSION:V2", true);
    add("room:games", true);
    add("room=games", true);
    add("room:ames", false);
    add("room:lobby room:games", true);
    add("user:u18 room:lobby node:chat-1", true);
    add("user:u18 room:lobby node:chat-2", false);
    add("-version:v1", true);
    add("-version:v2", false);
    add("-lobby", false);
    add("version:", true);
    add("-", true);
    add("127.0.0.1:5123", true);
    add("nofield:v2", false);
    add("\"staff only\"", true);
    add("room:\"staff only\"", true);
    add("room:\"staff\"", true);
    add("version=v1|v2", true);
    add("version=v1|v3", false);
    add("room:staff|nowhere", true);
    add("upstairs|lobby", false);
    add("version>5", false);
    add("上海", true);
  }

  void numbersAreComparedAsNumbers() {
    const QStringList fields{QStringLiteral("revision"), QStringLiteral("idle")};
    const std::string row = searchText({QStringLiteral("1,204"), QStringLiteral("12.5 s")});
    QVERIFY(TableFilter(QStringLiteral("revision>99"), fields).matches(row));
    QVERIFY(!TableFilter(QStringLiteral("revision<99"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("idle<13"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("-idle>13"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("idle>"), fields).matches(row));
  }

  void rowsFitOrNot() {
    QFETCH(QString, filter);
    QFETCH(bool, fits);
    const std::string row =
        searchText({QStringLiteral("u1842"), QStringLiteral("lobby, games, staff only, 上海"),
                    QStringLiteral("v2"), QStringLiteral("chat-1"), QStringLiteral("127.0.0.1:51234")});
    const QStringList fields{QStringLiteral("user"), QStringLiteral("room"), QStringLiteral("version"),
                             QStringLiteral("node"), QStringLiteral("address")};
    QCOMPARE(TableFilter(filter, fields).matches(row), fits);
  }

  void fieldsDoNotRunIntoEachOther() {
    const std::string row = searchText({QStringLiteral("ab"), QStringLiteral("cd")});
    QVERIFY(!TableFilter(QStringLiteral("abcd"), {}).matches(row));
    QVERIFY(!TableFilter(QStringLiteral("bc"), {}).matches(row));
  }

  void exactTermFindsItsValueOnly() {
    const QStringList fields{QStringLiteral("room")};
    const TableFilter filter(TableFilter::exactly(QStringLiteral("room"), QStringLiteral("staff only")),
                             fields);
    QVERIFY(filter.matches(searchText({QStringLiteral("lobby, staff only")})));
    QVERIFY(!filter.matches(searchText({QStringLiteral("staff only too")})));
  }

  void hostileFiltersAreCutShort() {
    QString longText;
    for (int i = 0; i < 100'000; ++i) longText += QStringLiteral("a ");
    QVERIFY(!TableFilter(longText, {}).matches(searchText({QStringLiteral("b")})));
  }

  void naturalKeysOrderAsPeopleCount() {
    const QStringList ordered{QStringLiteral("a"),    QStringLiteral("u1"),    QStringLiteral("u2"),
                              QStringLiteral("u10"),  QStringLiteral("u010a"), QStringLiteral("ua"),
                              QStringLiteral("v2.9"), QStringLiteral("v2.15")};
    for (qsizetype i = 1; i < ordered.size(); ++i) {
      QVERIFY2(naturalKey(ordered[i - 1]) < naturalKey(ordered[i]), qPrintable(ordered[i]));
    }
  }
};

QTEST_GUILESS_MAIN(TableFilterTest)
#include "tst_tablefilter.moc"
