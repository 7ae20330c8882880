// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Halftone.App

// The keys that walk through a list and select in it, as everywhere: arrows, Page, Home, End; with Shift all from where
// the selection began; Ctrl+A all, Ctrl+Space one more or less, Escape fewer.
QtObject {
    required property RowSelection rows
    property int page: 10

    // Whether it was one of them.
    function take(event: var): bool {
        const control = (event.modifiers & Qt.ControlModifier) !== 0
        if (event.key === Qt.Key_A && control) {
            rows.selectAll()
            return true
        }
        if (event.key === Qt.Key_Space && control && rows.current !== "") {
            rows.toggle(rows.current)
            return true
        }
        if (event.key === Qt.Key_Escape && rows.count > 0) {
            rows.reduce()
            return true
        }
        const all = 1 << 30
        const steps = {
            [Qt.Key_Up]: -1, [Qt.Key_Down]: 1,
            [Qt.Key_PageUp]: -page, [Qt.Key_PageDown]: page,
            [Qt.Key_Home]: -all, [Qt.Key_End]: all
        }
        if (!(event.key in steps) || control || (event.modifiers & Qt.AltModifier))
            return false
        rows.move(steps[event.key], (event.modifiers & Qt.ShiftModifier) !== 0)
        return true
    }
}
