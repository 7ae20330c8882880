// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.impl
import QtQuick.Templates as T
import Halftone.Theme

// `highlighted` makes it the one thing to do next.
T.Button {
    id: control

    function press() {
        if (checkable)
            toggle()
        clicked()
    }

    implicitWidth: Math.max(implicitBackgroundWidth, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Theme.controlHeight
    horizontalPadding: Theme.spaceMedium
    spacing: Theme.space - Theme.spaceTiny
    opacity: enabled ? 1 : 0.45
    icon.width: Theme.iconSize
    icon.height: Theme.iconSize
    icon.color: highlighted ? Theme.accentText : Theme.text
    Accessible.name: text
    // Qt presses by the space bar alone; desktops by both.
    Keys.onReturnPressed: control.press()
    Keys.onEnterPressed: control.press()

    contentItem: IconLabel {
        spacing: control.spacing
        display: control.display
        icon: control.icon
        text: control.text
        font: control.font
        color: control.highlighted ? Theme.accentText : Theme.text
    }
    background: Rectangle {
        implicitWidth: Theme.controlHeight
        radius: Theme.radius
        color: control.highlighted ? Qt.darker(Theme.accentFill, control.down ? 1.25 : control.hovered ? 1.1 : 1)
             : control.down || control.checked ? Theme.pressed
             : control.hovered ? Theme.hover
             : control.flat ? "transparent" : Theme.surfaceAlt
        border.width: control.visualFocus ? Theme.focusLine : control.flat || control.highlighted ? 0 : Theme.line
        border.color: control.visualFocus ? (control.highlighted ? Theme.text : Theme.accent) : Theme.border
    }
}
