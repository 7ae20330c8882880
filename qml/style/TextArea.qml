// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.impl
import QtQuick.Templates as T
import Halftone.Theme

T.TextArea {
    id: control

    implicitWidth: Math.max(contentWidth + leftPadding + rightPadding, 160)
    implicitHeight: Math.max(contentHeight + topPadding + bottomPadding, Theme.controlHeight)
    padding: Theme.space
    font.pixelSize: Theme.fontSize
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentText
    selectByMouse: true

    PlaceholderText {
        x: control.leftPadding
        y: control.topPadding
        width: control.width - control.leftPadding - control.rightPadding
        visible: control.length === 0 && control.preeditText === ""
        text: control.placeholderText
        font: control.font
        color: control.placeholderTextColor
        elide: Text.ElideRight
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.dark ? Theme.window : Theme.surface
        border.width: control.activeFocus && !control.readOnly ? Theme.focusLine : Theme.line
        border.color: control.activeFocus && !control.readOnly ? Theme.accent : Theme.border
    }
}
