// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Halftone.App

// The clicks on a row that select as in every list: alone, with Ctrl one more or less, with Shift all from where the
// selection began. A child of the row, as large as it.
Item {
    id: taps

    required property RowSelection rows
    required property string rowId

    property bool plain: true  // not of a row that is a button: its own click chooses

    signal chosen  // alone, or with a key held
    signal opened  // twice

    anchors.fill: parent

    TapHandler {
        enabled: taps.plain
        acceptedModifiers: Qt.NoModifier
        onTapped: {
            taps.rows.choose(taps.rowId)
            taps.chosen()
        }
        onDoubleTapped: taps.opened()
    }
    TapHandler {
        acceptedModifiers: Qt.ControlModifier
        gesturePolicy: TapHandler.ReleaseWithinBounds  // takes the click from a row that is a button
        onTapped: {
            taps.rows.toggle(taps.rowId)
            taps.chosen()
        }
    }
    TapHandler {
        acceptedModifiers: Qt.ShiftModifier
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: {
            taps.rows.extendTo(taps.rowId)
            taps.chosen()
        }
    }
}
