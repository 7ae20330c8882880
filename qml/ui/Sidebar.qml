// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The pages, one below the other.
Rectangle {
    id: sidebar

    required property var titles  // page id -> name
    property Favourites favourites: null

    signal pinAsked
    signal tearAsked(page: string)

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
            }
        }
        RowLayout {
            spacing: 0
            Layout.topMargin: Theme.spaceLarge
            Layout.leftMargin: Theme.spaceMedium

            Label {
                text: qsTr("Pinned")
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
                Layout.fillWidth: true
            }
            IconButton {
                objectName: "tearButton"
                iconName: "window"
                hint: qsTr("This page in a window of its own (Ctrl+Shift+N)")
                onClicked: sidebar.tearAsked(Session.page)
            }
            IconButton {
                objectName: "pinButton"
                iconName: "star"
                hint: qsTr("Pin this place, with its service and filter (Ctrl+B)")
                onClicked: sidebar.pinAsked()
            }
        }
        ListView {
            id: pinned

            objectName: "favourites"
            clip: true
            spacing: Theme.spaceTiny
            model: sidebar.favourites !== null ? sidebar.favourites.places : null
            boundsBehavior: Flickable.StopAtBounds
            Layout.fillWidth: true
            Layout.fillHeight: true
            delegate: FavouriteItem {
                required property int index

                objectName: "favourite_" + index
                width: ListView.view.width
                onClicked: sidebar.favourites.open(link)
                onRemoveAsked: sidebar.favourites.remove(link)
            }
        }
    }
    Rectangle {
        anchors.right: parent.right
        width: Theme.line
        height: parent.height
        color: Theme.border
    }
}
