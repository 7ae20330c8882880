// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.Switch {
    id: control

    readonly property int trackWidth: 30

    implicitWidth: text === "" ? trackWidth : implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.controlHeight
    spacing: Theme.space
    opacity: enabled ? 1 : 0.45
    Accessible.name: text

    indicator: Rectangle {
        width: control.trackWidth
        height: Theme.iconSize
        y: (control.height - height) / 2
        radius: height / 2
        color: control.checked ? Theme.accentFill : Theme.pressed
        border.width: control.visualFocus ? Theme.focusLine : Theme.line
        border.color: control.visualFocus ? Theme.text : control.checked ? Theme.accentFill : Theme.muted

        Rectangle {
            x: control.visualPosition * (parent.width - width - 2 * Theme.spaceTiny) + Theme.spaceTiny
            anchors.verticalCenter: parent.verticalCenter
            width: parent.height - 2 * Theme.spaceTiny
            height: width
            radius: width / 2
            color: control.checked ? Theme.accentText : Theme.muted
            Behavior on x {
                NumberAnimation { duration: Theme.quick }
            }
        }
    }
    contentItem: Label {
        leftPadding: control.text === "" ? 0 : control.trackWidth + control.spacing
        text: control.text
        font: control.font
    }
}
