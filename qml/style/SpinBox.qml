// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.SpinBox {
    id: control

    implicitWidth: 96
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.space
    rightPadding: Theme.controlHeight
    editable: true
    font.pixelSize: Theme.fontSize
    opacity: enabled ? 1 : 0.45

    validator: IntValidator {
        bottom: Math.min(control.from, control.to)
        top: Math.max(control.from, control.to)
    }
    contentItem: TextInput {
        text: control.displayText
        font: control.font
        color: Theme.text
        selectionColor: Theme.accentFill
        selectedTextColor: Theme.accentText
        horizontalAlignment: Qt.AlignRight
        verticalAlignment: Qt.AlignVCenter
        readOnly: !control.editable
        validator: control.validator
        inputMethodHints: control.inputMethodHints
        selectByMouse: true
    }
    up.indicator: Item {
        x: control.width - width - Theme.line
        width: Theme.controlHeight - Theme.spaceSmall
        height: control.height / 2

        Icon {
            anchors.centerIn: parent
            rotation: 180
            name: "chevron"
            color: control.up.hovered ? Theme.text : Theme.muted
        }
    }
    down.indicator: Item {
        x: control.width - width - Theme.line
        y: control.height / 2
        width: Theme.controlHeight - Theme.spaceSmall
        height: control.height / 2

        Icon {
            anchors.centerIn: parent
            name: "chevron"
            color: control.down.hovered ? Theme.text : Theme.muted
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.dark ? Theme.window : Theme.surface
        border.width: control.activeFocus ? Theme.focusLine : Theme.line
        border.color: control.activeFocus ? Theme.accent : Theme.border
    }
}
