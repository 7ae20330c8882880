// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/tablefilter.h"

using namespace halftone::app;

class TableFilterTest : public QObject {
  Q_OBJECT

 private slots:
  void aFilterTellsWhichFieldsItIsAbout() {
    const FilterFields fields{QStringList{QStringLiteral("service"), QStringLiteral("version")}};
    for (const char* text :
         {"version:v2", "version == v2", "version!=v2", "version ~ \"v.\"", "a or (b version:v1)"})
      QVERIFY2(TableFilter(QLatin1String(text), fields).asks(1), text);
    for (const char* text : {"", "version", "service:version", "v2 or service == x"})
      QVERIFY2(!TableFilter(QLatin1String(text), fields).asks(1), text);
  }
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
    add("version==v2", true);
    add("version != v1", true);
    add("version!=v2", false);
    add("room != lobby", false);
    add("version==v1 or version==v2", true);
    add("version=v1 or version=v3", false);
    add("(version=v1 or version=v2) and room=games", true);
    add("(version=v1 or version=v2) -room=games", false);
    add("version=v1 and room=games or user:u18", true);
    add("-(version=v1 or version=v3)", true);
    add("room ~ \"^staff .n\"", true);
    add("room ~ ^staff$", false);
    add("room !~ ^st", false);
    add("(room ~ ^(lobby|games)$)", true);
    add("\"or\"", false);
    add("address=\"\"", false);
    // As far as the mistake.
    add("version=v1 and (", false);
    add("version=v2 or version=", true);
  }

  void numbersAreComparedAsNumbers() {
    const QStringList fields{QStringLiteral("revision"), QStringLiteral("idle")};
    const std::string row = searchText({QStringLiteral("1,204"), QStringLiteral("12.5 s")});
    QVERIFY(TableFilter(QStringLiteral("revision>99"), fields).matches(row));
    QVERIFY(!TableFilter(QStringLiteral("revision<99"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("idle<13"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("-idle>13"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("idle>"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("revision >= 1,204 and revision <= 1204"), fields).matches(row));
    QVERIFY(!TableFilter(QStringLiteral("revision>=1205"), fields).matches(row));
  }

  void timesAreComparedAsFarAsTheyAreWritten() {
    const FilterFields fields{{QStringLiteral("time"), FilterKind::Time}};
    const std::string row = searchText({QStringLiteral("2026-11-23T04:30:00.000Z")});
    QVERIFY(TableFilter(QStringLiteral("time>=2026-11-23 time<=2026-11-23"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("time=2026-11"), fields).matches(row));
    QVERIFY(TableFilter(QStringLiteral("time<2026-11-23T05"), fields).matches(row));
    QVERIFY(!TableFilter(QStringLiteral("time>2026-11-23"), fields).matches(row));
  }

  void numbersAndDurationsAreAskedOfTheRow() {
    const FilterFields fields{QStringLiteral("user"),
                              {QStringLiteral("idle"), FilterKind::Duration},
                              {QStringLiteral("messages"), FilterKind::Number},
                              {QStringLiteral("rule"), FilterKind::Computed}};
    const auto valueOf = [](std::size_t field) {
      return field == 1   ? FilterValue{.number = 75.5}
             : field == 2 ? FilterValue{.number = 12}
                          : FilterValue{.text = "beta users"};
    };
    const auto fits = [&](const char* text) {
      return TableFilter(QString::fromUtf8(text), fields)
          .matches(searchText({QStringLiteral("li")}), valueOf);
    };
    QVERIFY(fits("idle > 60s and idle < 2m"));
    QVERIFY(fits("idle<1m30s"));
    QVERIFY(!fits("idle >= 1h"));
    QVERIFY(fits("idle = 75s"));
    QVERIFY(fits("messages=12 messages!=13 user:li"));
    QVERIFY(fits("rule:beta"));
    QVERIFY(!fits("rule=default"));
    QVERIFY(TableFilter(QStringLiteral("-(idle<5s)"), fields).asksRows());
    QVERIFY(!TableFilter(QStringLiteral("user:x"), fields).asksRows());
  }

  void aPatternThatRunsAwayEnds() {
    const FilterFields fields{QStringLiteral("user")};
    const std::string row = searchText({QString(5000, QLatin1Char('a')) + QLatin1Char('b')});
    QVERIFY(!TableFilter(QStringLiteral("user ~ ^(a+)+(a+)+$"), fields).matches(row));
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
