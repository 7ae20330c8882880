// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/filterguide.h"

using namespace halftone::app;

class TestFilterGuide : public QObject {
  Q_OBJECT

  FilterGuide m_guide{{QStringLiteral("user"), QStringLiteral("version"), QStringLiteral("room")},
                      [](const QString& field) {
                        return field == QLatin1String("version")
                                   ? QStringList{QStringLiteral("v1"), QStringLiteral("v2")}
                                   : QStringList{QStringLiteral("staff only"), QStringLiteral("lobby")};
                      }};
  FilterGuide m_numbers{{QStringLiteral("user"),
                         QStringLiteral("version"),
                         QStringLiteral("room"),
                         {QStringLiteral("messages"), FilterKind::Number},
                         {QStringLiteral("idle"), FilterKind::Duration},
                         {QStringLiteral("since"), FilterKind::Duration}},
                        {}};

 private slots:
  void fieldsAreOfferedFirstThenTheirValues() {
    QCOMPARE(m_guide.offers(QStringLiteral("ver"), 3), QStringList{QStringLiteral("version:")});
    QCOMPARE(m_guide.offers(QStringLiteral("version:"), 8),
             (QStringList{QStringLiteral("version:v1"), QStringLiteral("version:v2")}));
    QCOMPARE(m_guide.offers(QStringLiteral("-room=lo"), 8), QStringList{QStringLiteral("-room=lobby")});
    QCOMPARE(m_guide.offers(QStringLiteral("lobby nofield:x"), 15), QStringList());
  }

  void onlyTheWordAtTheCursorIsReplaced() {
    const QString text = QStringLiteral("u18 ver room:lobby");
    QCOMPARE(m_guide.offers(text, 7), QStringList{QStringLiteral("version:")});
    QCOMPARE(m_guide.take(QStringLiteral("u18 ver"), 7, QStringLiteral("version:")),
             QStringLiteral("u18 version:"));
    QCOMPARE(
        m_guide.take(QStringLiteral("u18 room:st"), 11, m_guide.offers(QStringLiteral("u18 room:st"), 11)[0]),
        QStringLiteral("u18 room:\"staff only\" "));
  }

  void whatCannotBeMeantIsSaid() {
    QCOMPARE(m_guide.problem(QStringLiteral("lobby -version=v1 user:u18")), QString());
    QCOMPARE(m_guide.problem(QStringLiteral("10.0.0.1:8500")), QString());
    QVERIFY(m_guide.problem(QStringLiteral("versoin:v1")).contains(QStringLiteral("“version”")));
    QVERIFY(!m_guide.problem(QStringLiteral("zone:a")).isEmpty());
    QVERIFY(!m_guide.problem(QStringLiteral("room:\"staff")).isEmpty());
    QVERIFY(!m_guide.problem(QString(501, QLatin1Char('x'))).isEmpty());
  }

  void whatCanBeReadIsNoProblem_data() {
    QTest::addColumn<QString>("filter");
    for (const char* filter :
         {"version==v2", "version != v1 and user:u", "version=v1 or (room=lobby -user:u2)",
          "-(version=v1|v2)", "room ~ \"^lob\" and user !~ [0-9]$", "user=\"\"", "\"and\"", "android oregon",
          "version>=5", "idle < 60s since>=1h30m messages!=0", ":8500", "a)", "foo(bar)"})
      QTest::newRow(filter) << QString::fromUtf8(filter);
  }
  void whatCanBeReadIsNoProblem() {
    QFETCH(QString, filter);
    QCOMPARE(m_numbers.problem(filter), QString());
  }

  void eachMistakeIsToldWithItsPlace_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("character");
    const auto add = [](const char* filter, const char* words, int character) {
      QTest::newRow(filter) << QString::fromUtf8(filter) << QString::fromUtf8(words) << character;
    };
    add("version>x", "“x” is no number", 9);
    add("user:a version>=", "after “version>=”", 8);
    add("version:", "after “version:”", 1);
    add("version=v1|", "after “version=v1|”", 9);
    add("version=>5", "“=>” compares nothing", 8);
    add("version = = v1", "“==” compares nothing", 10);
    add("a -", "after “-”", 3);
    add("or a", "before “or”", 1);
    add("a or", "after “or”", 3);
    add("a and or b", "after “and”", 3);
    add("(a or b", "not closed", 1);
    add("a )", "closes nothing", 3);
    add("a ()", "nothing in the parentheses", 3);
    add("== v2", "“==” needs the name", 1);
    add("zone == v2", "no field “zone”", 1);
    add("room ~ \"(a\"", "no regular expression", 8);
    add("idle<soon", "no duration", 6);
    add("idle<60", "no duration", 6);
    add("messages:5", "“messages” is compared", 1);
    add("messages=many", "no number", 10);
    add("room \"staff", "quotation mark", 6);
  }
  void eachMistakeIsToldWithItsPlace() {
    QFETCH(QString, filter);
    QFETCH(QString, words);
    QFETCH(int, character);
    const QString problem = m_numbers.problem(filter);
    QVERIFY2(problem.contains(words), qPrintable(problem));
    QVERIFY2(problem.endsWith(QStringLiteral("(character %1)").arg(character)), qPrintable(problem));
  }

  void valuesAreOfferedAfterAComparisonThatStandsApart() {
    QCOMPARE(m_guide.offers(QStringLiteral("(version == v"), 13),
             (QStringList{QStringLiteral("v1"), QStringLiteral("v2")}));
    QCOMPARE(m_guide.take(QStringLiteral("(version == v"), 13, QStringLiteral("v2")),
             QStringLiteral("(version == v2 "));
    QCOMPARE(m_guide.offers(QStringLiteral("(ver"), 4), QStringList{QStringLiteral("version:")});
    QCOMPARE(m_guide.offers(QStringLiteral("version!=v"), 10),
             (QStringList{QStringLiteral("version!=v1"), QStringLiteral("version!=v2")}));
    QCOMPARE(m_numbers.offers(QStringLiteral("id"), 2), QStringList{QStringLiteral("idle<")});
  }

  void valuesAreThoseOfTheRowsTheMostFrequentFirst() {
    FieldValues values(1);
    for (const char* room : {"lobby", "lobby, games", "staff"})
      QVERIFY(values.add(searchText({QStringLiteral("u"), QString::fromLatin1(room)})));
    QCOMPARE(values.values(),
             (QStringList{QStringLiteral("lobby"), QStringLiteral("games"), QStringLiteral("staff")}));
  }
};

QTEST_GUILESS_MAIN(TestFilterGuide)
#include "tst_filterguide.moc"
