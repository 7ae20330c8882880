// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.CheckBox {
    id: control

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.controlHeight
    spacing: Theme.space
    opacity: enabled ? 1 : 0.45
    Accessible.name: text

    indicator: Rectangle {
        width: Theme.iconSize
        height: Theme.iconSize
        y: (control.height - height) / 2
        radius: Theme.radiusSmall
        color: control.checked ? Theme.accentFill : control.hovered ? Theme.hover : Theme.surface
        border.width: control.visualFocus ? Theme.focusLine : Theme.line
        border.color: control.visualFocus ? Theme.text : control.checked ? Theme.accentFill : Theme.muted

        Icon {
            anchors.centerIn: parent
            visible: control.checked
            name: "check"
            color: Theme.accentText
        }
    }
    contentItem: Label {
        leftPadding: Theme.iconSize + control.spacing
        text: control.text
        font: control.font
    }
}
