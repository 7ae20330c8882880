// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/sessionsviewmodel.h"
#include "tests/qml/pagetest.h"
#include "tests/qml/twonodes.h"

using namespace halftone;

// The page of sessions, whole.
class SessionsTableTest : public QObject, private test::TwoNodes {
  Q_OBJECT

 private slots:
  void initTestCase() { startConsul(); }
  void init() { startConsole(); }
  void cleanup() { endConsole(); }

  void sessionsOfAllNodesStandInOneTable() {
    QTRY_COMPARE(m_page->of(QStringLiteral("sessionsView"), "rows").toInt(), 40);
    QCOMPARE(cell(0, 0), QStringLiteral("u0"));
    QCOMPARE(cell(0, 2), QStringLiteral("v1"));
    QCOMPARE(cell(39, 0), QStringLiteral("u39"));
    QCOMPARE(m_page->of(QStringLiteral("sessionsVersion_v2"), "share").toString(), QStringLiteral("25.0 %"));
    QCOMPARE(m_page->of(QStringLiteral("sessionsVersion_v2"), "wanted").toString(),
             QStringLiteral("25.00 %"));
  }

  void aClickOnAHeadSortsByItsColumn() {
    QVERIFY(m_page->click(QStringLiteral("sessionsHeader_5")));
    QTRY_COMPARE(cell(0, 5), QStringLiteral("1,000"));
    QVERIFY(m_page->click(QStringLiteral("sessionsHeader_5")));
    QTRY_COMPARE(cell(0, 5), QStringLiteral("961"));
    QVERIFY(m_page->click(QStringLiteral("sessionsHeader_0")));
    QTRY_COMPARE(cell(0, 0), QStringLiteral("u0"));
  }

  void draggingAHeadsEdgeResizesItsColumn() {
    const double before = m_page->of(QStringLiteral("sessionsHeader_2"), "width").toDouble();
    QVERIFY(m_page->drag(QStringLiteral("sessionsHeader_2Edge"), QPoint(60, 0)));
    const double after = m_page->of(QStringLiteral("sessionsHeader_2"), "width").toDouble();
    QVERIFY2(after > before + 20, qPrintable(QString::number(after)));
  }

  void theFilterWorksAsOneTypes() {
    QVERIFY(m_page->click(QStringLiteral("sessionsFilter")));
    m_page->type(QStringLiteral("room:lobby"));
    QTRY_COMPARE(count(), QStringLiteral("20 of 40"));
    m_page->type(QStringLiteral(" version:v2"));
    QTRY_COMPARE(count(), QStringLiteral("5 of 40"));
    m_page->type(QStringLiteral(" user:u38"));
    QTRY_COMPARE(count(), QStringLiteral("1 of 40"));
    QCOMPARE(cell(0, 0), QStringLiteral("u38"));
    QVERIFY(m_page->click(QStringLiteral("sessionsFilterClear")));
    QTRY_COMPARE(count(), QStringLiteral("40"));
    m_page->type(QStringLiteral("nobody"));
    QTRY_COMPARE(count(), QStringLiteral("0 of 40"));
    QVERIFY(!m_page->of(QStringLiteral("sessionsEmpty"), "text").toString().isEmpty());
    m_page->press(Qt::Key_Escape);
    QTRY_COMPARE(count(), QStringLiteral("40"));
  }

  void aClickOnAVersionShowsOnlyItsSessions() {
    QVERIFY(m_page->click(QStringLiteral("sessionsVersion_v2")));
    QTRY_COMPARE(count(), QStringLiteral("10 of 40"));
    QCOMPARE(m_page->of(QStringLiteral("sessionsFilter"), "text").toString(), QStringLiteral("version=v2"));
    QVERIFY(m_page->click(QStringLiteral("sessionsVersion_v2")));
    QTRY_COMPARE(count(), QStringLiteral("40"));
  }

  void arrowKeysWalkThroughTheRows() {
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    const int start = m_page->of(QStringLiteral("sessionsTable"), "table")
                          .value<QObject*>()
                          ->property("currentRow")
                          .toInt();
    QVERIFY(start > 0);
    QVERIFY(m_page->find(QStringLiteral("sessionsRing")) == nullptr);  // the mouse shows where it is itself
    m_page->press(Qt::Key_Down);
    QCOMPARE(current(), start + 1);
    QVERIFY(m_page->find(QStringLiteral("sessionsRing")) != nullptr);
    m_page->press(Qt::Key_Home);
    QCOMPARE(current(), 0);
    m_page->press(Qt::Key_End);
    QCOMPARE(current(), 39);
  }

  void aSelectedRowOpensBesideTheTable() {
    QVERIFY(m_page->find(QStringLiteral("sessionPane")) == nullptr);
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    QTRY_VERIFY(m_page->find(QStringLiteral("sessionPane")) != nullptr);
    const QString user = cell(current(), 0);
    QCOMPARE(m_page->of(QStringLiteral("sessionPaneUser"), "text").toString(), user);
    QVERIFY(!m_page->of(QStringLiteral("sessionPaneVerdict"), "text").toString().isEmpty());
    QVERIFY(m_page->click(QStringLiteral("sessionPaneClose")));
    QTRY_VERIFY(m_page->find(QStringLiteral("sessionPane")) == nullptr);
  }

  void keysSelectMoreRowsAndTheirMoveIsProjected() {
    QVERIFY(m_page->find(QStringLiteral("sessionsMove")) == nullptr);
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    m_page->press(Qt::Key_Home);
    QTest::keyClick(m_page->window(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_page->window(), Qt::Key_Down, Qt::ShiftModifier);
    QTRY_COMPARE(m_page->of(QStringLiteral("sessionsSelected"), "text").toString(),
                 QStringLiteral("3 selected"));
    QTest::keyClick(m_page->window(), Qt::Key_A, Qt::ControlModifier);
    QTRY_COMPARE(m_page->of(QStringLiteral("sessionsSelected"), "text").toString(),
                 QStringLiteral("40 selected"));
    QVERIFY(m_page->click(QStringLiteral("sessionsMove")));
    QTRY_COMPARE(m_page->of(QStringLiteral("moveEffect"), "text").toString(),
                 QStringLiteral("40 sessions on 2 nodes"));
    QVERIFY(m_page->of(QStringLiteral("moveProjection"), "text")
                .toString()
                .startsWith(QStringLiteral("Takes 2 s")));
  }

  void whatANodeDoesNotTakeIsSaidInTheDialog() {
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    QTRY_VERIFY(m_page->find(QStringLiteral("sessionsKick")) != nullptr);
    QVERIFY(m_page->click(QStringLiteral("sessionsKick")));
    QTRY_VERIFY(m_page->find(QStringLiteral("kickConfirm")) != nullptr);
    // The test's nodes speak only their stream.
    QVERIFY(m_page->click(QStringLiteral("kickConfirm")));
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->of(QStringLiteral("kickError"), "text").toString().isEmpty(),
                             kPatience);
  }

  void aPausedTableStandsStillAndThenCatchesUp() {
    QVERIFY(m_page->click(QStringLiteral("sessionsPause")));
    m_one->send(frame(QStringLiteral("chat-1"), QStringLiteral("v1"), false, 100, 105));
    QTest::qWait(700);  // longer than a change takes to show
    QCOMPARE(count(), QStringLiteral("40"));
    QVERIFY(m_page->click(QStringLiteral("sessionsPause")));
    QTRY_COMPARE(count(), QStringLiteral("45"));
  }

  void aPauseEndsWithItsService() {
    QVERIFY(m_page->click(QStringLiteral("sessionsPause")));
    put("/v1/kv/halftone/policies/shop?flags=1", QByteArray(kPolicy).replace("\"chat\"", "\"shop\""));
    auto* page = m_page->of(QStringLiteral("pageSessions"), "vm").value<app::SessionsViewModel*>();
    QTRY_VERIFY_WITH_TIMEOUT(page->service()->names().contains(QLatin1String("shop")), kPatience);
    QVERIFY(page->isPaused());
    page->service()->setCurrent(QStringLiteral("shop"));
    QVERIFY(!page->isPaused());
    QTRY_COMPARE_WITH_TIMEOUT(table()->rowCount(), 0, kPatience);
    put("/v1/kv/halftone/policies/shop?flags=1", kPolicy);
  }

  void sessionsOfADeadNodeGoWhenItsCheckFails() {
    m_two->die();
    put("/v1/agent/check/fail/service:chat-2");
    QTRY_COMPARE_WITH_TIMEOUT(count(), QStringLiteral("30"), kPatience);
  }

 private:
  [[nodiscard]] QAbstractItemModel* table() const {
    return m_page->of(QStringLiteral("sessionsTable"), "table").value<QAbstractItemModel*>();
  }
  [[nodiscard]] QString cell(int row, int column) const {
    return table()->index(row, column).data(Qt::DisplayRole).toString();
  }
  [[nodiscard]] int current() const { return table()->property("currentRow").toInt(); }
};

HALFTONE_PAGE_TEST_MAIN(SessionsTableTest)
#include "tst_sessionstable.moc"
