// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.impl
import QtQuick.Templates as T
import Halftone.Theme

T.ItemDelegate {
    id: control

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.rowHeight
    horizontalPadding: Theme.space
    spacing: Theme.space
    opacity: enabled ? 1 : 0.45
    icon.width: Theme.iconSize
    icon.height: Theme.iconSize
    icon.color: highlighted ? Theme.text : Theme.muted
    Accessible.name: text

    contentItem: IconLabel {
        spacing: control.spacing
        display: control.display
        alignment: Qt.AlignLeft | Qt.AlignVCenter
        icon: control.icon
        text: control.text
        font: control.font
        color: Theme.text
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.highlighted ? Theme.selection : control.down ? Theme.pressed
             : control.hovered ? Theme.hover : "transparent"
        border.width: control.visualFocus ? Theme.focusLine : 0
        border.color: Theme.accent
    }
}
