// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/viewmodels/favourites.h"
#include "app/viewmodels/navigator.h"

using namespace halftone::app;

class TestFavourites : public QObject {
  Q_OBJECT

 private slots:
  void pinnedPlacesComeBackInTheirOrder() {
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    const QString sessions = QStringLiteral("halftone://sessions/chat?filter=room%3Alobby");
    {
      Favourites favourites(&settings);
      favourites.add(QStringLiteral("halftone://traffic/chat"), QStringLiteral("Traffic · chat"));
      favourites.add(sessions, QStringLiteral("Sessions · room:lobby"));
      favourites.add(sessions, QStringLiteral("again"));
      favourites.add(QStringLiteral("https://elsewhere/"), QStringLiteral("no place"));
      QCOMPARE(favourites.places()->count(), 2);
    }
    Favourites favourites(&settings);
    QCOMPARE(favourites.places()->count(), 2);
    QCOMPARE(favourites.places()->value(1, QStringLiteral("title")).toString(),
             QStringLiteral("Sessions · room:lobby"));
    QCOMPARE(favourites.places()->value(1, QStringLiteral("page")).toString(), QStringLiteral("sessions"));
    favourites.remove(sessions);
    QVERIFY(!favourites.contains(sessions));
  }

  void aLinkKeepsItsFilterAndInstance() {
    DeepLink link;
    link.page = QStringLiteral("sessions");
    link.service = QStringLiteral("chat");
    link.filter = QStringLiteral("room:\"staff only\" -version=v1|v2 & 100%");
    link.instance = QStringLiteral("node/chat 1");
    QCOMPARE(parseDeepLink(toText(link), {QStringLiteral("sessions")}), std::optional(link));
  }
};

QTEST_GUILESS_MAIN(TestFavourites)
#include "tst_favourites.moc"
