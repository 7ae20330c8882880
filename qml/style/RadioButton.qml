// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.RadioButton {
    id: control

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.controlHeight
    spacing: Theme.space
    opacity: enabled ? 1 : 0.45
    Accessible.name: text

    indicator: Rectangle {
        y: (control.height - height) / 2
        width: Theme.iconSize
        height: Theme.iconSize
        radius: width / 2
        color: control.checked ? Theme.accentFill : Theme.surface
        border.width: control.visualFocus ? Theme.focusLine : Theme.line
        border.color: control.visualFocus ? Theme.text : control.checked ? Theme.accentFill : Theme.muted

        Rectangle {
            anchors.centerIn: parent
            visible: control.checked
            width: Theme.space - Theme.spaceTiny
            height: width
            radius: width / 2
            color: Theme.accentText
        }
    }
    contentItem: Text {
        leftPadding: control.indicator.width + (control.text !== "" ? control.spacing : 0)
        text: control.text
        color: Theme.text
        verticalAlignment: Text.AlignVCenter
    }
}
