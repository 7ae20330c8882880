// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Ends the selected sessions for good, after saying how many they are.
Dialog {
    id: dialog

    required property SessionActions actions
    // What must be typed first on a production cluster.
    property string word

    objectName: "sessionKickDialog"
    anchors.centerIn: Overlay.overlay
    width: 460
    modal: true
    focus: true
    title: qsTr("Kick")
    closePolicy: actions.sending ? Popup.NoAutoClose : Popup.CloseOnEscape
    onOpened: {
        asker.clear()
        reason.forceActiveFocus()
    }

    Connections {
        target: dialog.actions

        function onAccepted() {
            dialog.close()
        }
    }

    ColumnLayout {
        width: dialog.availableWidth
        spacing: Theme.spaceMedium

        Label {
            objectName: "kickText"
            text: dialog.actions.kickText
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        TextField {
            id: reason

            objectName: "kickReason"
            text: dialog.actions.reason
            placeholderText: qsTr("Reason, told to the clients")
            maximumLength: 100
            Accessible.name: qsTr("Reason")
            Layout.fillWidth: true
            onTextEdited: dialog.actions.reason = text
        }
        ProductionWord {
            id: asker

            objectName: "kick"
            word: dialog.word
            Layout.fillWidth: true
        }
        Label {
            objectName: "kickError"
            visible: text !== ""
            text: dialog.actions.error
            color: Theme.bad
            wrapMode: Text.Wrap
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
                objectName: "kickCancel"
                enabled: !dialog.actions.sending
                text: qsTr("Cancel")
                flat: true
                onClicked: dialog.close()
            }
            Button {
                objectName: "kickConfirm"
                enabled: dialog.actions.ready && !dialog.actions.readOnly && asker.ready
                highlighted: true
                text: qsTr("Kick")
                onClicked: dialog.actions.submitKick()
            }
        }
    }
}
