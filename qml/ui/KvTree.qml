// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The keys as a tree, and a field to go to one by its name.
Card {
    id: card

    required property KvViewModel vm
    readonly property Item mainItem: list

    function goTo() {
        field.forceActiveFocus()
        field.selectAll()
    }

    TextField {
        id: field

        objectName: "kvGoTo"
        placeholderText: qsTr("Go to a key, such as  halftone/policies/chat")
        font.family: text === "" ? Theme.family : Theme.mono
        maximumLength: 512
        Accessible.name: qsTr("Go to a key")
        Layout.fillWidth: true
        onAccepted: card.vm.select(text.trim())
    }
    ListView {
        id: list

        objectName: "kvTree"
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        Keys.onReturnPressed: (currentItem as KvTreeRow)?.clicked()
        Keys.onEnterPressed: (currentItem as KvTreeRow)?.clicked()
        model: card.vm.tree
        Accessible.role: Accessible.Tree
        Accessible.name: qsTr("Keys")
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollBar.vertical: ScrollBar {}

        delegate: KvTreeRow {
            width: list.width - Theme.space
            highlighted: path === card.vm.selected
            onClicked: folder ? card.vm.toggle(path) : card.vm.select(path)
        }


        FocusRing {
            view: list
        }

        Label {
            anchors.centerIn: parent
            visible: list.count === 0 && card.vm.state === PageViewModel.Ready
            text: qsTr("No keys yet.")
            color: Theme.muted
        }
    }
}
