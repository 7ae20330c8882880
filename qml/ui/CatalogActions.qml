// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Ui

// What can be done with one instance: maintenance, after a question, and copies for other tools.
Item {
    id: actions

    required property CatalogViewModel vm
    property string row
    property string name
    property bool paused: false

    function ask(item: Item, rowId: string, title: string, inMaintenance: bool) {
        actions.row = rowId
        actions.name = title
        actions.paused = inMaintenance
        menu.parent = item
        menu.popup(item, item.width - menu.width, item.height)
    }

    visible: false

    Menu {
        id: menu

        MenuItem {
            objectName: "catalogMaintenance"
            text: actions.paused ? qsTr("End maintenance…") : qsTr("Maintenance…")
            enabled: !actions.vm.busy && !Session.readOnly
            onTriggered: actions.paused ? back.ask() : away.ask()
        }
        MenuItem {
            objectName: "catalogCopyAddress"
            text: qsTr("Copy address")
            onTriggered: actions.vm.copyAddress(actions.row)
        }
        MenuItem {
            text: qsTr("Copy as cURL")
            onTriggered: actions.vm.copyCurl(actions.row)
        }
        MenuItem {
            text: qsTr("Copy as JSON")
            onTriggered: actions.vm.copyJson(actions.row)
        }
    }
    ConfirmDialog {
        id: away

        objectName: "catalogAwayDialog"
        title: qsTr("Put %1 into maintenance?").arg(actions.name)
        message: qsTr("It gets no new requests until maintenance ends. Sessions that are open stay open.")
        action: qsTr("Start maintenance")
        asksWhy: true
        word: actions.name
        onConfirmed: why => actions.vm.setMaintenance(actions.row, true, why)
    }
    ConfirmDialog {
        id: back

        objectName: "catalogBackDialog"
        title: qsTr("End the maintenance of %1?").arg(actions.name)
        message: qsTr("It gets requests again as soon as its other checks pass.")
        action: qsTr("End maintenance")
        word: actions.name
        onConfirmed: actions.vm.setMaintenance(actions.row, false, "")
    }
}
