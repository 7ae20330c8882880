// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/linediff.h"

using namespace halftone::app;
using Kind = DiffLine::Kind;

namespace {

QString lines(std::initializer_list<const char*> all) {
  QStringList list;
  for (const char* line : all) list.append(QString::fromUtf8(line));
  return list.join(QLatin1Char('\n'));
}

QString numbered(int from, int to) {
  QStringList list;
  for (int i = from; i <= to; ++i) list.append(QString::number(i));
  return list.join(QLatin1Char('\n'));
}

}  // namespace

class LineDiffTest : public QObject {
  Q_OBJECT

 private slots:
  void equalTextsAreOneGap() {
    const auto rows = diffLines(numbered(1, 9), numbered(1, 9));
    QCOMPARE(rows.size(), 1U);
    QCOMPARE(rows[0].kind, Kind::Gap);
  }
  void aChangedLineStandsBesideTheNewOne() {
    const auto rows = diffLines(lines({"a", "b", "c"}), lines({"a", "x", "c"}));
    QCOMPARE(rows.size(), 3U);
    QCOMPARE(rows[1].kind, Kind::Changed);
    QCOMPARE(rows[1].left, QStringLiteral("b"));
    QCOMPARE(rows[1].right, QStringLiteral("x"));
    QCOMPARE(rows[1].rightNumber, 2);
  }
  void addedAndRemovedLinesHaveAnEmptyOtherSide() {
    const auto added = diffLines(lines({"a", "c"}), lines({"a", "b", "c"}));
    QCOMPARE(added[1].kind, Kind::Added);
    QCOMPARE(added[1].leftNumber, 0);
    const auto removed = diffLines(lines({"a", "b", "c"}), lines({"a", "c"}));
    QCOMPARE(removed[1].kind, Kind::Removed);
    QCOMPARE(removed[2].rightNumber, 2);
  }
  void onlyThreeLinesAroundAChangeAreShown() {
    const auto rows =
        diffLines(numbered(1, 20), numbered(1, 20).replace(QLatin1String("10"), QLatin1String("x")));
    QCOMPARE(rows.size(), 9U);  // a gap, three, the change, three, a gap
    QCOMPARE(rows.front().kind, Kind::Gap);
    QCOMPARE(rows[1].leftNumber, 7);
    QCOMPARE(rows.back().kind, Kind::Gap);
  }
  void hugeDifferentTextsAreReplacedWhole() {
    const auto rows = diffLines(numbered(1, 3000), numbered(4000, 7000));
    QCOMPARE(rows.size(), 3001U);
    QCOMPARE(rows.front().kind, Kind::Changed);
  }
};

QTEST_APPLESS_MAIN(LineDiffTest)
#include "tst_linediff.moc"
