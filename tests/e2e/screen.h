// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QQuickItem>
#include <QQuickWindow>
#include <QString>
#include <QStringList>

// A window under an X server as a person uses it: items found by their names, and a real pointer that moves,
// presses and types through the X server (XTEST), not through Qt.
namespace halftone::test {

// The visible item of this objectName anywhere below the window's content, delegates included; null if none.
[[nodiscard]] QQuickItem* findVisible(const QQuickWindow* window, const QString& objectName);

// The centre of an item on the screen, in pixels of the X server.
[[nodiscard]] QPointF onScreen(const QQuickItem* item);

// Runs xdotool while our event loop goes on; false if it failed.
[[nodiscard]] bool xdotool(const QStringList& arguments);

// Waits until an item no longer moves, such as a button of a dialog that opens.
[[nodiscard]] bool waitUntilStill(const QQuickItem* item);

[[nodiscard]] bool click(const QQuickItem* item);
// Presses at one point, moves to the other in steps as a hand does, and releases.
[[nodiscard]] bool drag(QPointF from, QPointF to);

}  // namespace halftone::test
