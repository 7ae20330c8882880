// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Keys at the left, the value of one in the middle, its past at the right.
Item {
    id: page

    required property KvViewModel vm
    readonly property Item mainItem: tree.mainItem

    Shortcut {
        sequences: ["Ctrl+F"]
        enabled: page.vm.shown
        onActivated: tree.goTo()
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

        PageHeader {
            title: qsTr("Key/Value")
            subtitle: qsTr("Consul's store of keys")
            Layout.fillWidth: true

            Button {
                objectName: "kvNew"
                visible: !Session.readOnly
                text: qsTr("New key…")
                onClicked: newKey.ask(page.vm.selected.substring(0, page.vm.selected.lastIndexOf("/") + 1))
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.spaceMedium
            opacity: page.vm.state === PageViewModel.Stale ? Theme.staleOpacity : 1
            Layout.fillWidth: true
            Layout.fillHeight: true

            KvTree {
                id: tree

                vm: page.vm
                Layout.preferredWidth: 290
                Layout.fillHeight: true
            }
            KvEditor {
                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: true
                onPublishAsked: {
                    publish.message = page.vm.reviewText()
                    publish.ask()
                }
                onRemoveAsked: remove.ask()
                onRestoreAsked: restore.ask()
            }
            KvHistory {
                vm: page.vm
                visible: page.vm.selected !== ""
                Layout.preferredWidth: 280
                Layout.fillHeight: true
            }
        }
    }
    Connections {
        target: page.vm

        function onDialogAsked(name: string) {
            if (name === "new-key")
                newKey.ask("")
        }
    }
    KvCreateDialog {
        id: newKey

        onNamed: key => page.vm.create(key)
    }
    ConfirmDialog {
        id: publish

        objectName: "kvPublishDialog"
        title: qsTr("Publish to %1?").arg(word)
        action: qsTr("Publish")
        asksWhy: true
        word: page.vm.selected.substring(page.vm.selected.lastIndexOf("/") + 1)
        onConfirmed: why => page.vm.save(why)
    }
    ConfirmDialog {
        id: remove

        forGood: true
        objectName: "kvRemoveDialog"
        title: qsTr("Delete this key?")
        message: page.vm.policyKey ? qsTr("%1 holds a policy in force. Deleting it takes it from every proxy and chat node. Its revisions are kept.").arg(page.vm.selected)
                                   : qsTr("%1 is removed from Consul for everybody. This cannot be undone.").arg(page.vm.selected)
        action: qsTr("Delete")
        word: page.vm.selected
        onConfirmed: page.vm.remove()
    }
    ConfirmDialog {
        id: restore

        objectName: "kvRestoreDialog"
        title: qsTr("Restore r%1?").arg(page.vm.revision)
        message: qsTr("Its policy is published as a new revision and is in force at once.")
        action: qsTr("Publish")
        asksWhy: true
        word: page.vm.selected.substring(page.vm.selected.lastIndexOf("/") + 1)
        onConfirmed: why => page.vm.restore(why)
    }
}
