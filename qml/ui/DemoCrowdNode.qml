// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme

// The crowd's place in the picture.
Rectangle {
    id: node

    required property DemoViewModel vm

    implicitHeight: column.implicitHeight + 2 * Theme.spaceMedium
    radius: Theme.radius
    color: Theme.surfaceAlt
    border.width: Theme.line
    border.color: Theme.border

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: Theme.spaceMedium
        spacing: Theme.spaceSmall

        RowLayout {
            spacing: Theme.space

            Style.Icon {
                name: "sessions"
                color: Theme.accent
            }
            Label {
                text: qsTr("Crowd")
                font.weight: Font.DemiBold
                Layout.fillWidth: true
            }
            NumberText {
                text: node.vm.usersText
            }
        }
        Label {
            text: qsTr("%1 requests/s").arg(node.vm.requestsPerSecond)
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
        Label {
            text: qsTr("%1 sessions").arg(node.vm.sessions)
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
        Label {
            visible: text !== ""
            text: node.vm.crowdLoad
            color: Theme.muted
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
}
