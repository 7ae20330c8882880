// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Begins the policy of a service that has none: which service, and which of its versions is stable.
Dialog {
    id: dialog

    required property FirstPolicy first
    readonly property bool ready: first.ready && !Session.readOnly && word.ready

    function publish() {
        if (ready)
            first.publish(why.text)
    }

    objectName: "firstPolicyDialog"
    anchors.centerIn: Overlay.overlay
    width: 520
    modal: true
    focus: true
    title: qsTr("Begin a policy")
    closePolicy: Popup.CloseOnEscape
    onOpened: {
        why.clear()
        word.clear()
        first.load()
        service.forceActiveFocus(Qt.TabFocusReason)
    }

    Connections {
        target: dialog.first

        function onPublished() {
            dialog.close()
        }
    }

    ColumnLayout {
        width: dialog.availableWidth
        spacing: Theme.spaceMedium

        GridLayout {
            columns: 2
            columnSpacing: Theme.spaceMedium
            rowSpacing: Theme.space
            Layout.fillWidth: true

            Label {
                text: qsTr("Service")
                color: Theme.muted
            }
            ComboBox {
                id: service

                objectName: "firstPolicyService"
                model: dialog.first.services
                currentIndex: dialog.first.serviceIndex
                enabled: count > 0
                Accessible.name: qsTr("Service")
                Layout.fillWidth: true
                onActivated: dialog.first.service = currentText
            }
            Label {
                text: qsTr("Stable version")
                color: Theme.muted
            }
            ComboBox {
                objectName: "firstPolicyStable"
                model: dialog.first.versions
                currentIndex: dialog.first.stableIndex
                enabled: count > 0
                Accessible.name: qsTr("Stable version")
                Layout.fillWidth: true
                onActivated: dialog.first.stable = currentText
            }
        }
        Label {
            objectName: "firstPolicyText"
            visible: text !== ""
            text: dialog.first.text
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        TextField {
            id: why

            objectName: "firstPolicyWhy"
            placeholderText: qsTr("Why? Kept in the history")
            maximumLength: 500
            Accessible.name: qsTr("Message")
            Layout.fillWidth: true
            onAccepted: dialog.publish()
        }
        ProductionWord {
            id: word

            objectName: "firstPolicy"
            word: dialog.first.service
            Layout.fillWidth: true
            onAccepted: dialog.publish()
        }
        Label {
            objectName: "firstPolicyProblem"
            visible: text !== ""
            text: dialog.first.problem
            color: Theme.bad
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
    footer: DialogFooter {
        Button {
            objectName: "firstPolicyCancel"
            text: qsTr("Cancel")
            flat: true
            onClicked: dialog.close()
        }
        Button {
            objectName: "firstPolicyPublish"
            enabled: dialog.ready
            highlighted: true
            text: qsTr("Publish")
            onClicked: dialog.publish()
        }
    }
}
