// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// One process of the demo: its state and what it costs, and for a chat node what can be done to it.
Rectangle {
    id: node

    required property DemoViewModel vm
    required property string process
    required property string role
    required property string version
    required property string kind
    required property string stateText
    required property string cpu
    required property string memory
    required property string pid
    required property string address
    required property string restarts
    required property bool canStop
    required property bool canStart
    readonly property bool isNode: role === "chat"

    // What takes sessions away: asked first on a production cluster.
    signal hurtAsked(process: string, action: string)

    objectName: "demoProcess_" + process
    implicitHeight: column.implicitHeight + 2 * Theme.space
    implicitWidth: column.implicitWidth + 2 * Theme.spaceMedium
    radius: Theme.radius
    color: Theme.surfaceAlt
    border.width: Theme.line
    border.color: kind === "bad" ? Theme.bad : Theme.border
    Accessible.role: Accessible.Grouping
    Accessible.name: process
    Accessible.description: stateText

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.leftMargin: Theme.spaceMedium
        anchors.rightMargin: Theme.spaceMedium
        anchors.topMargin: Theme.space
        anchors.bottomMargin: Theme.space
        spacing: Theme.spaceTiny

        RowLayout {
            spacing: Theme.space
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.controlHeight

            StateMark {
                kind: node.kind
                label: node.stateText
            }
            Label {
                text: node.process
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                Layout.fillWidth: true
                Layout.maximumWidth: chip.visible ? Math.ceil(implicitWidth) : -1
            }
            VersionChip {
                id: chip

                visible: node.version !== ""
                version: node.version
            }
            Item {
                visible: chip.visible
                Layout.fillWidth: true
            }
            DemoAction {
                objectName: "demoKill_" + node.process
                process: node.process
                text: qsTr("Kill")
                enabled: node.canStop && !Session.readOnly
                onClicked: node.hurtAsked(node.process, "kill")
            }
            DemoAction {
                objectName: "demoStop_" + node.process
                process: node.process
                text: qsTr("Stop")
                enabled: node.canStop && !Session.readOnly
                onClicked: node.hurtAsked(node.process, "stop")
            }
            DemoAction {
                objectName: "demoStart_" + node.process
                process: node.process
                text: qsTr("Start")
                enabled: node.canStart && !Session.readOnly
                highlighted: true
                onClicked: node.vm.act(node.process, "start")
            }
        }
        RowLayout {
            spacing: Theme.space
            Layout.fillWidth: true

            Label {
                text: node.restarts !== "" ? node.stateText + " · " + node.restarts : node.stateText
                color: node.kind === "bad" ? Theme.bad : Theme.muted
                font.pixelSize: Theme.fontSmall
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            NumberText {
                text: node.cpu
                font.pixelSize: Theme.fontSmall
            }
            NumberText {
                text: node.memory
                font.pixelSize: Theme.fontSmall
                Layout.preferredWidth: 66
            }
        }
        RowLayout {
            spacing: Theme.space
            Layout.fillWidth: true

            Label {
                text: node.address
                color: Theme.muted
                font.family: Theme.mono
                font.pixelSize: Theme.fontSmall
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            NumberText {
                text: node.pid
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
            }
        }
    }
}
