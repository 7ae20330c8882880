// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Who changed the key, when and why. A policy's revision opens its difference to what is stored now.
Card {
    id: card

    required property KvViewModel vm

    title: vm.historyTitle

    ListView {
        id: list

        objectName: "kvHistory"
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: card.vm.history
        Accessible.role: Accessible.List
        Accessible.name: card.title
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollBar.vertical: ScrollBar {}

        delegate: KvHistoryRow {
            width: list.width - Theme.space
            highlighted: recordId === card.vm.revision
            enabled: card.vm.policyKey
            onClicked: card.vm.showRevision(recordId)
        }

        Label {
            anchors.centerIn: parent
            width: parent.width
            text: card.vm.historyEmpty
            color: Theme.muted
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
        }
    }
}
