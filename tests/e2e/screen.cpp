// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/screen.h"

#include <QDebug>
#include <QProcess>
#include <QTest>

namespace halftone::test {

namespace {

QQuickItem* findBelow(QQuickItem* item, const QString& objectName) {
  if (!item->isVisible()) return nullptr;
  if (item->objectName() == objectName) return item;
  // findChild does not see what repeaters and loaders make: their parents are visual, not QObjects'.
  for (QQuickItem* child : item->childItems()) {
    if (QQuickItem* found = findBelow(child, objectName)) return found;
  }
  return nullptr;
}

QStringList moveTo(QPointF point) {
  return {QStringLiteral("mousemove"), QString::number(qRound(point.x())),
          QString::number(qRound(point.y()))};
}

}  // namespace

QQuickItem* findVisible(const QQuickWindow* window, const QString& objectName) {
  // Popups live in the overlay, which is a sibling of the content.
  return findBelow(window->contentItem(), objectName);
}

QPointF onScreen(const QQuickItem* item) {
  return item->mapToGlobal(QPointF(item->width() / 2, item->height() / 2));
}

bool xdotool(const QStringList& arguments) {
  QProcess process;
  process.start(QStringLiteral("xdotool"), arguments);
  if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 10'000)) return false;
  if (process.exitCode() != 0) qWarning() << "xdotool" << arguments << process.readAllStandardError();
  return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool waitUntilStill(const QQuickItem* item) {
  constexpr int kStillLooks = 5;  // qWaitFor looks each 10 ms
  QPointF last;
  int same = 0;
  return item != nullptr && QTest::qWaitFor([&] {
           const QPointF now = onScreen(item);
           same = now == last ? same + 1 : 0;
           last = now;
           return same >= kStillLooks;
         });
}

bool click(const QQuickItem* item) {
  return item != nullptr &&
         xdotool(moveTo(onScreen(item)) + QStringList{QStringLiteral("click"), QStringLiteral("1")});
}

bool drag(QPointF from, QPointF to) {
  constexpr int kSteps = 12;
  if (!xdotool(moveTo(from) + QStringList{QStringLiteral("mousedown"), QStringLiteral("1")})) return false;
  for (int step = 1; step <= kSteps; ++step) {
    if (!xdotool(moveTo(from + (to - from) * step / kSteps))) return false;
  }
  return xdotool({QStringLiteral("mouseup"), QStringLiteral("1")});
}

}  // namespace halftone::test
