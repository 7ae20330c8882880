// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.ComboBox {
    id: control

    implicitWidth: Math.max(120, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.spaceMedium
    rightPadding: Theme.space + Theme.iconSize + Theme.spaceSmall
    implicitContentWidthPolicy: T.ComboBox.WidestText
    opacity: enabled ? 1 : 0.45

    delegate: ItemDelegate {
        required property var model
        required property int index

        width: ListView.view.width
        text: control.textAt(index)
        highlighted: control.highlightedIndex === index
        hoverEnabled: control.hoverEnabled
    }
    indicator: Icon {
        x: control.width - width - Theme.space
        y: (control.height - height) / 2
        name: "chevron"
    }
    contentItem: T.TextField {
        text: control.editable ? control.editText : control.displayText
        enabled: control.editable
        readOnly: control.down
        color: Theme.text
        font: control.font
        selectionColor: Theme.accentFill
        selectedTextColor: Theme.accentText
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        radius: Theme.radius
        color: control.down ? Theme.pressed : control.hovered ? Theme.hover : Theme.surfaceAlt
        border.width: control.visualFocus ? Theme.focusLine : Theme.line
        border.color: control.visualFocus ? Theme.accent : Theme.border
    }
    popup: Popup {
        y: control.height + Theme.spaceTiny
        width: control.width
        height: Math.min(contentItem.implicitHeight + topPadding + bottomPadding, 10 * Theme.rowHeight)
        padding: Theme.spaceSmall

        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: control.delegateModel
            currentIndex: control.highlightedIndex
            highlightMoveDuration: 0
            T.ScrollBar.vertical: ScrollBar {}
        }
    }
}
