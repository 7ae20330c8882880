// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Whom to move, how fast, and what that means in time. The figures follow the sessions while it is open.
Dialog {
    id: dialog

    required property SessionActions actions
    // What must be typed first on a production cluster.
    property string word
    readonly property bool chosen: actions.scope === "selection"
    readonly property bool named: actions.scope === "room" || actions.scope === "user"

    objectName: "sessionMoveDialog"
    anchors.centerIn: Overlay.overlay
    width: 600
    modal: true
    focus: true
    title: chosen ? qsTr("Move the selected sessions")
         : actions.elsewhere && actions.scope === "everybody" ? qsTr("Close the drift") : qsTr("Drain")
    closePolicy: actions.sending ? Popup.NoAutoClose : Popup.CloseOnEscape
    onOpened: asker.clear()

    Connections {
        target: dialog.actions

        function onAccepted() {
            dialog.close()
        }
    }

    GridLayout {
        width: dialog.availableWidth
        columns: 2
        columnSpacing: Theme.spaceLarge
        rowSpacing: Theme.spaceMedium

        Label {
            visible: !dialog.chosen
            text: qsTr("Whom")
            color: Theme.muted
        }
        SegmentedButtons {
            visible: !dialog.chosen
            namePrefix: "moveScope"
            model: [
                { value: "node", text: qsTr("Node") },
                { value: "version", text: qsTr("Version") },
                { value: "room", text: qsTr("Room") },
                { value: "user", text: qsTr("User") },
                { value: "everybody", text: qsTr("Everybody") }
            ]
            current: dialog.actions.scope
            onPicked: value => dialog.actions.scope = value
        }
        Item {
            visible: !dialog.chosen && dialog.actions.scope !== "everybody"
        }
        ComboBox {
            readonly property var names: dialog.actions.targets

            objectName: "moveTarget"
            visible: dialog.actions.canClose
            model: dialog.actions.targets
            currentIndex: names.indexOf(dialog.actions.target)
            Accessible.name: qsTr("Which one")
            onActivated: index => dialog.actions.target = dialog.actions.targets[index]
            Layout.preferredWidth: 220
        }
        TextField {
            id: named

            objectName: "moveName"
            visible: dialog.named
            text: dialog.actions.target
            placeholderText: dialog.actions.scope === "room" ? qsTr("The room's name") : qsTr("The user's name")
            Accessible.name: placeholderText
            onTextEdited: dialog.actions.target = text
            Layout.preferredWidth: 220
        }
        Item {
            visible: dialog.actions.canClose
        }
        CheckBox {
            objectName: "moveCloseNodes"
            visible: dialog.actions.canClose
            checked: dialog.actions.closeNodes
            text: qsTr("Takes no new sessions from now on (maintenance in Consul)")
            onToggled: dialog.actions.closeNodes = checked
        }
        Label {
            visible: !dialog.actions.closeNodes
            text: qsTr("Only")
            color: Theme.muted
        }
        RowLayout {
            visible: !dialog.actions.closeNodes
            spacing: Theme.space

            SpinBox {
                objectName: "moveShare"
                from: 1
                to: 100
                value: dialog.actions.sharePercent
                textFromValue: value => value + " %"
                valueFromText: text => parseInt(text)
                Accessible.name: qsTr("Share of them, in percent")
                onValueModified: dialog.actions.sharePercent = value
            }
            Label {
                text: qsTr("of them, at random")
                color: Theme.muted
                Layout.rightMargin: Theme.spaceMedium
            }
            CheckBox {
                objectName: "moveElsewhere"
                checked: dialog.actions.elsewhere
                text: qsTr("whom the policy places elsewhere")
                onToggled: dialog.actions.elsewhere = checked
            }
        }
        Label {
            text: qsTr("How")
            color: Theme.muted
        }
        SegmentedButtons {
            namePrefix: "moveMode"
            model: [
                { value: "pace", text: qsTr("At a pace") },
                { value: "deadline", text: qsTr("By a deadline") },
                { value: "keep", text: qsTr("Wait for them to leave") }
            ]
            current: dialog.actions.mode
            onPicked: value => dialog.actions.mode = value
        }
        Item {
            visible: dialog.actions.mode !== "keep"
        }
        RowLayout {
            visible: dialog.actions.mode !== "keep"
            spacing: Theme.space

            SpinBox {
                objectName: "movePace"
                visible: dialog.actions.mode === "pace"
                from: 1
                to: 10000
                value: dialog.actions.perSecond
                Accessible.name: qsTr("Sessions a second")
                onValueModified: dialog.actions.perSecond = value
            }
            Label {
                visible: dialog.actions.mode === "pace"
                text: qsTr("a second, all nodes together")
                color: Theme.muted
            }
            SpinBox {
                objectName: "moveWithin"
                visible: dialog.actions.mode === "deadline"
                from: 1
                to: 86400
                value: dialog.actions.withinSeconds
                Accessible.name: qsTr("Seconds")
                onValueModified: dialog.actions.withinSeconds = value
            }
            Label {
                visible: dialog.actions.mode === "deadline"
                text: qsTr("seconds, evenly")
                color: Theme.muted
            }
            Label {
                text: qsTr("jitter")
                color: Theme.muted
                Layout.leftMargin: Theme.spaceMedium
            }
            SpinBox {
                objectName: "moveJitter"
                from: 0
                to: 100
                stepSize: 5
                value: dialog.actions.jitterPercent
                textFromValue: value => value + " %"
                valueFromText: text => parseInt(text)
                Accessible.name: qsTr("Jitter, in percent")
                onValueModified: dialog.actions.jitterPercent = value
            }
        }
        Label {
            text: qsTr("Reason")
            color: Theme.muted
        }
        TextField {
            objectName: "moveReason"
            text: dialog.actions.reason
            placeholderText: qsTr("Told to the clients as they are closed")
            maximumLength: 100
            Accessible.name: qsTr("Reason")
            Layout.fillWidth: true
            onTextEdited: dialog.actions.reason = text
        }
        Rectangle {
            implicitHeight: outcome.implicitHeight + 2 * Theme.space
            radius: Theme.radius
            color: Theme.surfaceAlt
            Layout.columnSpan: 2
            Layout.fillWidth: true

            ColumnLayout {
                id: outcome

                anchors.fill: parent
                anchors.margins: Theme.space
                spacing: Theme.spaceTiny

                Label {
                    objectName: "moveEffect"
                    text: dialog.actions.effect
                    font.weight: Font.DemiBold
                }
                Label {
                    objectName: "moveProjection"
                    text: dialog.actions.projection
                    visible: text !== ""
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
                Label {
                    text: qsTr("Each client is told to come back, and resumes without loss where the policy places it.")
                    visible: dialog.actions.mode !== "keep"
                    color: Theme.muted
                    font.pixelSize: Theme.fontSmall
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }
        }
        ProductionWord {
            id: asker

            objectName: "move"
            word: dialog.word
            Layout.columnSpan: 2
            Layout.fillWidth: true
        }
        Label {
            objectName: "moveError"
            visible: text !== ""
            text: dialog.actions.error
            color: Theme.bad
            wrapMode: Text.Wrap
            Layout.columnSpan: 2
            Layout.fillWidth: true
        }
    }
    footer: Item {
        implicitHeight: Theme.controlHeight + 2 * Theme.spaceLarge

        RowLayout {
            anchors.right: parent.right
            anchors.rightMargin: Theme.spaceLarge
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.space

            Button {
                objectName: "moveCancel"
                enabled: !dialog.actions.sending
                text: qsTr("Cancel")
                flat: true
                onClicked: dialog.close()
            }
            Button {
                objectName: "moveBegin"
                enabled: dialog.actions.ready && !dialog.actions.readOnly && asker.ready
                highlighted: true
                text: dialog.actions.error !== "" ? qsTr("Try again") : qsTr("Begin")
                onClicked: dialog.actions.submitMove()
            }
        }
    }
}
