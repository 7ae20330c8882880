// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.impl
import QtQuick.Templates as T
import Halftone.Theme

T.TextField {
    id: control

    property bool faulty: false

    implicitWidth: 160
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.space
    rightPadding: Theme.space
    font.pixelSize: Theme.fontSize
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentText
    verticalAlignment: TextInput.AlignVCenter
    selectByMouse: true
    opacity: enabled ? 1 : 0.45

    PlaceholderText {
        x: control.leftPadding
        width: control.width - control.leftPadding - control.rightPadding
        height: control.height
        visible: control.length === 0 && control.preeditText === ""
        text: control.placeholderText
        font: control.font
        color: control.placeholderTextColor
        verticalAlignment: control.verticalAlignment
        elide: Text.ElideRight
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.dark ? Theme.window : Theme.surface
        border.width: control.activeFocus ? Theme.focusLine : Theme.line
        border.color: control.faulty ? Theme.bad : control.activeFocus ? Theme.accent : Theme.border
    }
}
