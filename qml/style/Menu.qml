// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

// As wide as its longest entry.
T.Menu {
    id: control

    readonly property real widestItem: {
        let widest = 0
        for (let i = 0; i < count; ++i) {
            const item = itemAt(i)
            widest = Math.max(widest, item !== null ? item.implicitWidth : 0)
        }
        return widest
    }

    implicitWidth: Math.max(implicitBackgroundWidth, widestItem + leftPadding + rightPadding)
    implicitHeight: contentHeight + topPadding + bottomPadding
    padding: Theme.spaceSmall
    margins: 0  // never beyond the window
    overlap: Theme.line

    delegate: MenuItem {}
    contentItem: ListView {
        implicitHeight: contentHeight
        model: control.contentModel
        interactive: false
        clip: true
        currentIndex: control.currentIndex
    }
    background: Rectangle {
        implicitWidth: 180
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.border
    }
    T.Overlay.modeless: Rectangle {
        color: "transparent"
    }
}
