// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Style as Style
import Halftone.Theme

// The head of a column: click to sort by it, drag its right edge to resize it.
AbstractButton {
    id: head

    required property string title
    required property bool numeric
    required property bool sorted
    required property bool ascending

    signal dragged(pixels: int)

    height: Theme.rowHeight
    text: title
    hoverEnabled: true
    Accessible.role: Accessible.ColumnHeader
    Accessible.name: title
    Accessible.description: !sorted ? "" : ascending ? qsTr("sorted upwards") : qsTr("sorted downwards")

    background: Rectangle {
        color: head.down ? Theme.pressed : head.hovered ? Theme.hover : "transparent"
        border.width: head.visualFocus ? Theme.focusLine : 0
        border.color: Theme.accent
    }

    Label {
        id: words

        x: head.numeric ? head.width - width - Theme.space : Theme.space
        width: Math.min(implicitWidth, head.width - 2 * Theme.space)
        height: head.height
        text: head.title
        color: head.sorted ? Theme.text : Theme.muted
        font.pixelSize: Theme.fontSmall
        font.weight: head.sorted ? Font.DemiBold : Font.Normal
        elide: Text.ElideRight
    }
    Style.Icon {
        visible: head.sorted
        x: head.numeric ? words.x - width - Theme.spaceTiny : words.x + words.width + Theme.spaceTiny
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.fontSmall
        height: Theme.fontSmall
        name: "chevron"
        rotation: head.ascending ? 180 : 0
    }
    Item {
        objectName: head.objectName + "Edge"
        x: parent.width - width
        width: Theme.space
        height: parent.height

        Rectangle {
            anchors.right: parent.right
            y: Theme.space
            width: Theme.line
            height: parent.height - 2 * Theme.space
            color: edge.active || edgeHover.hovered ? Theme.accent : Theme.border
        }
        HoverHandler {
            id: edgeHover

            cursorShape: Qt.SplitHCursor
        }
        DragHandler {
            id: edge

            property real done: 0

            target: null
            xAxis.enabled: true
            yAxis.enabled: false
            onActiveChanged: done = 0
            onTranslationChanged: {
                head.dragged(Math.round(translation.x - done))
                done = translation.x
            }
        }
    }
}
