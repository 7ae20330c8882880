// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/viewmodels/rowselection.h"

using halftone::app::RowSelection;

namespace {
QStringList letters(const char* text) {
  QStringList ids;
  for (const char* letter = text; *letter != '\0'; ++letter) ids << QString(QLatin1Char(*letter));
  return ids;
}
}  // namespace

class RowSelectionTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_rows.setRows({});
    m_rows.setRows(letters("abcdef"));
  }

  void aChosenRowIsTheOnlyOne() {
    m_rows.choose(QStringLiteral("b"));
    m_rows.choose(QStringLiteral("d"));
    QCOMPARE(m_rows.ids(), letters("d"));
    QCOMPARE(m_rows.currentIndex(), 3);
    m_rows.choose(QStringLiteral("nobody"));
    QCOMPARE(m_rows.count(), 0);
    QCOMPARE(m_rows.current(), QString());
  }
  void aToggledRowComesAndGoes() {
    m_rows.choose(QStringLiteral("b"));
    m_rows.toggle(QStringLiteral("e"));
    m_rows.toggle(QStringLiteral("a"));
    QCOMPARE(m_rows.ids(), letters("abe"));
    m_rows.toggle(QStringLiteral("b"));
    QCOMPARE(m_rows.ids(), letters("ae"));
    QCOMPARE(m_rows.current(), QStringLiteral("b"));
  }
  void aSpanGrowsAndTurnsRoundItsBeginning() {
    m_rows.choose(QStringLiteral("c"));
    m_rows.extendTo(QStringLiteral("e"));
    QCOMPARE(m_rows.ids(), letters("cde"));
    m_rows.extendTo(QStringLiteral("a"));
    QCOMPARE(m_rows.ids(), letters("abc"));
    m_rows.move(1, true);
    QCOMPARE(m_rows.ids(), letters("bc"));
  }
  void stepsEndAtTheEnds() {
    m_rows.move(1, false);
    QCOMPARE(m_rows.current(), QStringLiteral("a"));
    m_rows.move(1 << 30, false);
    QCOMPARE(m_rows.current(), QStringLiteral("f"));
    m_rows.move(-(1 << 30), true);
    QCOMPARE(m_rows.count(), 6);
  }
  void rowsThatMoveStaySelected() {
    m_rows.choose(QStringLiteral("b"));
    m_rows.toggle(QStringLiteral("e"));
    m_rows.setRows(letters("xefbyza"));
    QCOMPARE(m_rows.ids(), letters("eb"));
    QCOMPARE(m_rows.currentIndex(), 1);
  }
  void rowsThatGoAreNoLongerSelected() {
    m_rows.choose(QStringLiteral("b"));
    m_rows.toggle(QStringLiteral("e"));
    QSignalSpy changed(&m_rows, &RowSelection::changed);
    m_rows.setRows(letters("abc"));
    QCOMPARE(m_rows.ids(), letters("b"));
    QCOMPARE(m_rows.current(), QStringLiteral("b"));
    QCOMPARE(changed.count(), 1);
    m_rows.setRows(letters("ac"));
    QCOMPARE(m_rows.count(), 0);
    QCOMPARE(m_rows.current(), QString());
    m_rows.extendTo(QStringLiteral("c"));  // where it began is gone
    QCOMPARE(m_rows.ids(), letters("c"));
  }
  void allAndThenFewer() {
    m_rows.selectAll();
    QCOMPARE(m_rows.count(), 6);
    QCOMPARE(m_rows.current(), QStringLiteral("a"));
    m_rows.reduce();
    QCOMPARE(m_rows.ids(), letters("a"));
    m_rows.reduce();
    QCOMPARE(m_rows.count(), 0);
  }

 private:
  RowSelection m_rows;
};

QTEST_GUILESS_MAIN(RowSelectionTest)
#include "tst_rowselection.moc"
