// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The pages, one below the other.
Rectangle {
    id: sidebar

    required property var titles  // page id -> name

    implicitWidth: 184
    color: Theme.surface

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.space
        spacing: Theme.spaceTiny

        Repeater {
            model: Session.pages

            NavItem {
                id: nav

                required property string modelData
                required property int index

                objectName: "nav_" + modelData
                iconName: modelData
                text: sidebar.titles[modelData]
                shortcutText: qsTr("Ctrl+%1").arg(index + 1)
                highlighted: Session.page === modelData
                Accessible.name: text
                Layout.fillWidth: true
                onClicked: Session.page = modelData

                Shortcut {
                    sequence: "Ctrl+" + (nav.index + 1)
                    context: Qt.ApplicationShortcut
                    onActivated: Session.page = nav.modelData
                }
            }
        }
        Item {
            Layout.fillHeight: true
        }
    }
    Rectangle {
        anchors.right: parent.right
        width: Theme.line
        height: parent.height
        color: Theme.border
    }
}
