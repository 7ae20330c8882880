// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// The value of one key: what it is, its text, and beside it what somebody else wrote meanwhile.
Card {
    id: card

    required property KvViewModel vm
    readonly property bool comparing: vm.revision !== ""

    signal publishAsked
    signal removeAsked
    signal restoreAsked

    title: vm.selected
    headerItems: [
        Button {
            objectName: "kvFormat"
            visible: card.vm.editable && card.vm.json && !card.comparing
            enabled: card.vm.problem === ""
            flat: true
            text: qsTr("Format")
            onClicked: card.vm.format()
        },
        ToolButton {
            objectName: "kvDelete"
            visible: card.vm.exists && !card.comparing
            enabled: !card.vm.busy && !Session.readOnly
            implicitWidth: Theme.controlHeight
            ToolTip.text: qsTr("Delete this key")
            ToolTip.visible: hovered
            Accessible.name: qsTr("Delete this key")
            onClicked: card.removeAsked()

            Style.Icon {
                anchors.centerIn: parent
                name: "trash"
                color: Theme.muted
            }
        }
    ]

    RowLayout {
        visible: card.vm.selected !== ""
        spacing: Theme.space
        Layout.fillWidth: true

        StateMark {
            visible: card.vm.exists && card.vm.json
            kind: card.vm.problem === "" ? "ok" : "bad"
            label: card.vm.kindText
        }
        Label {
            objectName: "kvKind"
            visible: text !== ""
            text: card.vm.kindText
            font.pixelSize: Theme.fontSmall
        }
        Label {
            objectName: "kvProblem"
            visible: text !== ""
            text: card.vm.problem
            color: Theme.bad
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.maximumWidth: Math.ceil(implicitWidth)
        }
        Item {
            Layout.fillWidth: true
        }
        Label {
            objectName: "kvAbout"
            text: card.vm.about
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
    }
    KvConflict {
        vm: card.vm
        visible: card.vm.conflict
        Layout.fillWidth: true
    }
    RowLayout {
        visible: card.vm.exists && !card.comparing
        spacing: Theme.space
        Layout.fillWidth: true
        Layout.fillHeight: true

        KvCodeArea {
            id: editor

            property bool filled: false  // before that nobody has typed anything

            objectName: "kvEditor"
            readOnly: !card.vm.editable || Session.readOnly
            json: card.vm.json
            name: qsTr("Value")
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1
            onTyped: if (filled && text !== card.vm.text) card.vm.edit(text)
            Component.onCompleted: {
                show(card.vm.text)
                filled = true
            }

            Connections {
                target: card
                function onVmChanged() {
                    editor.show(card.vm.text)
                }
            }
            Connections {
                target: card.vm
                function onTextReplaced() {
                    editor.show(card.vm.text)
                }
            }
        }
        KvCodeArea {
            objectName: "kvTheirs"
            visible: card.vm.conflict
            readOnly: true
            json: card.vm.json
            text: card.vm.theirs
            name: qsTr("What is stored now")
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1
        }
    }
    RowLayout {
        visible: card.comparing
        spacing: Theme.space
        Layout.fillWidth: true

        Label {
            text: qsTr("From r%1 to what is stored now").arg(card.vm.revision)
            font.weight: Font.DemiBold
            Layout.fillWidth: true
        }
        Button {
            objectName: "kvRestore"
            visible: card.vm.canRestore && !Session.readOnly
            text: qsTr("Restore r%1…").arg(card.vm.revision)
            onClicked: card.restoreAsked()
        }
        Button {
            objectName: "kvCloseDiff"
            flat: true
            text: qsTr("Close")
            onClicked: card.vm.showRevision(card.vm.revision)
        }
    }
    DiffView {
        objectName: "kvDiff"
        visible: card.comparing && card.vm.diff.length > 0
        rows: card.vm.diff
        leftTitle: qsTr("r%1").arg(card.vm.revision)
        rightTitle: qsTr("stored now")
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
    Label {
        visible: card.comparing && card.vm.diff.length === 0
        text: qsTr("No difference.")
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
    Item {
        visible: !card.vm.exists && !card.comparing
        Layout.fillWidth: true
        Layout.fillHeight: true

        Label {
            objectName: "kvAbsent"
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width)
            text: card.vm.selected === "" ? qsTr("Choose a key.") : card.vm.about
            color: Theme.muted
            wrapMode: Text.Wrap
        }
    }
    KvSaveBar {
        vm: card.vm
        onPublishAsked: card.publishAsked()
        visible: !card.comparing
        Layout.fillWidth: true
    }
}
