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
