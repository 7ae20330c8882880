// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.Slider {
    id: control

    property color tint: Theme.accent

    implicitWidth: 160
    implicitHeight: Theme.controlHeight
    padding: Theme.space
    opacity: enabled ? 1 : 0.45

    handle: Rectangle {
        x: control.leftPadding + control.visualPosition * (control.availableWidth - width)
        y: control.topPadding + (control.availableHeight - height) / 2
        width: 14
        height: 14
        radius: width / 2
        color: control.pressed ? Qt.lighter(control.tint, 1.15) : control.tint
        border.width: Theme.focusLine
        border.color: control.visualFocus ? Theme.text : Theme.surface
    }
    background: Rectangle {
        x: control.leftPadding
        y: control.topPadding + (control.availableHeight - height) / 2
        width: control.availableWidth
        height: Theme.spaceSmall
        radius: height / 2
        color: Theme.pressed

        Rectangle {
            width: control.visualPosition * parent.width
            height: parent.height
            radius: parent.radius
            color: control.tint
        }
    }
}
