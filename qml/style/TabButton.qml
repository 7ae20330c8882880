// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.TabButton {
    id: control

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.controlHeight
    horizontalPadding: Theme.spaceMedium
    opacity: enabled ? 1 : 0.45
    Accessible.name: text

    contentItem: Label {
        text: control.text
        font: control.font
        color: control.checked ? Theme.text : Theme.muted
        horizontalAlignment: Text.AlignHCenter
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.checked ? Theme.pressed : control.hovered ? Theme.hover : "transparent"
        border.width: control.visualFocus ? Theme.focusLine : 0
        border.color: Theme.accent
    }
}
