// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme

// What the marks on a split's tracks mean.
Row {
    id: legend

    spacing: Theme.spaceLarge

    component Entry: Row {
        property alias text: words.text
        default property alias mark: place.data

        spacing: Theme.space - Theme.spaceTiny

        Item {
            id: place

            anchors.verticalCenter: parent.verticalCenter
            width: Theme.spaceMedium
            height: Theme.spaceMedium
        }
        Label {
            id: words

            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
    }

    Entry {
        text: qsTr("wanted")

        Rectangle {
            anchors.fill: parent
            radius: width / 2
            color: Theme.muted
        }
    }
    Entry {
        text: qsTr("in force")

        Rectangle {
            anchors.centerIn: parent
            width: Theme.focusLine
            height: parent.height
            color: Theme.text
        }
    }
    Entry {
        text: qsTr("measured, 95 %")

        Rectangle {
            anchors.fill: parent
            anchors.topMargin: Theme.spaceTiny
            anchors.bottomMargin: Theme.spaceTiny
            radius: Theme.spaceTiny
            color: Theme.muted
            opacity: 0.4
        }
        Rectangle {
            anchors.centerIn: parent
            width: Theme.focusLine
            height: parent.height
            color: Theme.muted
        }
    }
    Entry {
        text: qsTr("open sessions")

        Rectangle {
            anchors.centerIn: parent
            width: 10
            height: width
            radius: width / 2
            color: "transparent"
            border.width: Theme.focusLine
            border.color: Theme.muted
        }
    }
}
