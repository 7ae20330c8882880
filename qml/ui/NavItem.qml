// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Style as Style
import Halftone.Theme

// One page in the sidebar.
ItemDelegate {
    id: item

    property string iconName
    property string shortcutText

    implicitHeight: Theme.rowHeight + Theme.space
    leftPadding: Theme.spaceMedium + Theme.iconSize + Theme.spaceMedium
    rightPadding: Theme.spaceMedium
    contentItem: Item {
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            elide: Text.ElideRight
            text: item.text
            color: item.highlighted ? Theme.text : Theme.muted
            font.weight: item.highlighted ? Font.DemiBold : Font.Normal
        }
        Label {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: item.hovered || item.visualFocus
            text: item.shortcutText
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
    }

    Style.Icon {
        x: Theme.spaceMedium
        anchors.verticalCenter: parent.verticalCenter
        name: item.iconName
        color: item.highlighted ? Theme.accent : Theme.muted
    }
}
