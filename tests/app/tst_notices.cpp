// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "app/viewmodels/noticegate.h"
#include "app/viewmodels/notices.h"

using namespace halftone::app;

namespace {

Notice notice(const char* about) {
  const QString name = QString::fromLatin1(about);
  return {QStringLiteral("bad"), name, [name] { return name; }, [] { return QString(); },
          QStringLiteral("halftone://catalog/chat")};
}

}  // namespace

class TestNotices : public QObject {
  Q_OBJECT

 private slots:
  void theSameIsToldOnceAMinute() {
    NoticeGate gate;
    QVERIFY(gate.admits(QStringLiteral("down chat-1"), 1000));
    QVERIFY(!gate.admits(QStringLiteral("down chat-1"), 2000));
    QVERIFY(gate.admits(QStringLiteral("down chat-1"), 1000 + NoticeGate::kWindowMs));
  }

  void aHundredLostNodesAreFiveNotices() {
    NoticeGate gate;
    int told = 0;
    for (int node = 0; node < 100; ++node) told += gate.admits(QString::number(node), 1000 + node) ? 1 : 0;
    QCOMPARE(told, 5);
    QCOMPARE(gate.heldBack(), 95);
    QVERIFY(gate.admits(QStringLiteral("later"), 2000 + NoticeGate::kWindowMs));
  }

  void theWindowShowsThreeAndTheListAll() {
    Notices notices;
    QAbstractItemModelTester tester(notices.recent());
    QAbstractItemModelTester shownTester(notices.shown());
    QSignalSpy told(&notices, &Notices::told);
    for (int i = 0; i < 8; ++i) notices.tell(notice(QByteArray::number(i).constData()));
    QCOMPARE(notices.shown()->count(), static_cast<int>(Notices::kShown));
    QCOMPARE(notices.recent()->count(), 8);
    QCOMPARE(notices.unread(), 8);
    QCOMPARE(told.size(), 5);
    notices.markRead();
    QCOMPARE(notices.unread(), 0);
  }

  void aNoticeLeadsToItsOwnClusterAlsoFromAnother() {
    Notices notices;
    notices.setCluster(QStringLiteral("one"));
    notices.tell(notice("chat-1"));
    notices.setCluster(QStringLiteral("two"));
    QSignalSpy opened(&notices, &Notices::opened);
    notices.open(notices.recent()->value(0, QStringLiteral("number")).toInt());
    QCOMPARE(opened[0][0].toString(), QStringLiteral("halftone://catalog/chat?cluster=one"));
  }

  void switchedOffNothingIsShownButTheListGoesOn() {
    Notices notices;
    QSignalSpy told(&notices, &Notices::told);
    notices.tell(notice("before"));
    notices.setEnabled(false);
    notices.tell(notice("after"));
    QCOMPARE(notices.shown()->count(), 0);
    QCOMPARE(notices.recent()->count(), 2);
    QCOMPARE(told.size(), 1);
  }

  void inAnotherLanguageAllSpeakIt() {
    Notices notices;
    QString language = QStringLiteral("en");
    Notice told = notice("down");
    told.title = [&language] { return language; };
    notices.tell(told);
    language = QStringLiteral("zh");
    notices.retranslate();
    QCOMPARE(notices.shown()->value(0, QStringLiteral("title")).toString(), language);
    QCOMPARE(notices.recent()->value(0, QStringLiteral("title")).toString(), language);
  }

  void oneThatIsClickedLeadsToItsPlaceAndGoes() {
    Notices notices;
    QSignalSpy opened(&notices, &Notices::opened);
    notices.tell(notice("down"));
    notices.open(notices.shown()->value(0, QStringLiteral("number")).toInt());
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].toString(), QStringLiteral("halftone://catalog/chat"));
    QCOMPARE(notices.shown()->count(), 0);
  }
};

QTEST_GUILESS_MAIN(TestNotices)
#include "tst_notices.moc"
