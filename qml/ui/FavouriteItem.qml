// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme
import Halftone.Ui

// A pinned place in the sidebar.
NavItem {
    id: item

    required property string link
    required property string title
    required property string page

    signal removeAsked

    iconName: page
    text: title
    Accessible.name: title
    ToolTip.text: title
    ToolTip.visible: hovered && !unpin.hovered
    ToolTip.delay: 600

    IconButton {
        id: unpin

        objectName: item.objectName + "Remove"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: item.hovered || hovered || item.visualFocus
        iconName: "close"
        hint: qsTr("Unpin")
        onClicked: item.removeAsked()
    }
}
