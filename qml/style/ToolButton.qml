// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.impl
import QtQuick.Templates as T
import Halftone.Theme

// Flat; its text is a name for screen readers where only the icon shows.
T.ToolButton {
    id: control

    implicitWidth: Math.max(Theme.controlHeight, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Theme.controlHeight
    horizontalPadding: Theme.space - Theme.spaceTiny
    spacing: Theme.space - Theme.spaceTiny
    opacity: enabled ? 1 : 0.45
    icon.width: Theme.iconSize
    icon.height: Theme.iconSize
    icon.color: checked ? Theme.accent : hovered ? Theme.text : Theme.muted
    Accessible.name: text

    contentItem: IconLabel {
        spacing: control.spacing
        display: control.display
        icon: control.icon
        text: control.text
        font: control.font
        color: control.checked ? Theme.accent : control.hovered ? Theme.text : Theme.muted
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.down ? Theme.pressed : control.hovered ? Theme.hover : "transparent"
        border.width: control.visualFocus ? Theme.focusLine : 0
        border.color: Theme.accent
    }
}
