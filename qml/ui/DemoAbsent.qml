// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// No demo is registered in this Consul: how to start one.
Item {
    objectName: "demoAbsent"

    ColumnLayout {
        anchors.centerIn: parent
        spacing: Theme.spaceMedium

        Label {
            text: qsTr("No demo is running here")
            font.pixelSize: Theme.fontLarge
            font.weight: Font.DemiBold
            Layout.alignment: Qt.AlignHCenter
        }
        Label {
            text: qsTr("A demo is a proxy, chat nodes of two versions and a crowd of virtual users. Start one and it appears here:")
            color: Theme.muted
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            Layout.preferredWidth: 460
            Layout.alignment: Qt.AlignHCenter
        }
        Rectangle {
            implicitWidth: command.implicitWidth + 2 * Theme.spaceLarge
            implicitHeight: command.implicitHeight + 2 * Theme.space
            radius: Theme.radius
            color: Theme.surfaceAlt
            border.width: Theme.line
            border.color: Theme.border
            Layout.alignment: Qt.AlignHCenter

            TextEdit {
                id: command

                objectName: "demoCommand"
                anchors.centerIn: parent
                text: "halftone-server demo --consul URL"
                readOnly: true
                selectByMouse: true
                color: Theme.text
                selectionColor: Theme.accentFill
                selectedTextColor: Theme.accentText
                font.family: Theme.mono
                font.pixelSize: Theme.fontSize
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Command that starts a demo")
            }
        }
    }
}
