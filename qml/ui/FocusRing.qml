// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Halftone.App
import Halftone.Theme

// A ring around the current row of a list while it has the focus and is worked by keys. A child of the list: as its
// `highlight`, Qt 6.4 cannot make it in a file whose components are bound.
Rectangle {
    required property ListView view
    readonly property Item row: view.currentItem

    objectName: view.objectName + "Ring"
    z: 2
    x: row?.x ?? 0
    y: row?.y ?? 0
    width: row?.width ?? 0
    height: row?.height ?? 0
    visible: view.activeFocus && Session.byKeys && row !== null
    radius: Theme.radiusSmall
    color: "transparent"
    border.width: Theme.focusLine
    border.color: Theme.accent
}
