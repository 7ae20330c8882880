// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The rules in the order in which they are tried, and what decides when none holds. The chosen one's split is
// what the sliders below show.
Card {
    id: card

    required property TrafficViewModel vm
    readonly property Item mainItem: list

    title: qsTr("Rules, first match wins")
    headerItems: [
        Label {
            visible: list.activeFocus
            text: qsTr("↑↓ choose · Alt+↑↓ move · Enter edit · Space on/off · Del")
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        },
        Button {
            objectName: "addRuleButton"
            text: qsTr("Add rule")
            flat: true
            ToolTip.text: qsTr("New rule (Ctrl+N)")
            ToolTip.visible: hovered
            ToolTip.delay: 400
            onClicked: card.vm.editRule(-1)
        }
    ]

    SelectionBar {
        rows: card.vm.marked
        Layout.fillWidth: true

        Button {
            objectName: "rulesOn"
            flat: true
            text: qsTr("On")
            onClicked: card.vm.setMarkedEnabled(true)
        }
        Button {
            objectName: "rulesOff"
            flat: true
            text: qsTr("Off")
            onClicked: card.vm.setMarkedEnabled(false)
        }
        Button {
            objectName: "rulesDuplicate"
            flat: true
            text: qsTr("Duplicate")
            onClicked: card.vm.duplicateMarked()
        }
        Button {
            objectName: "rulesCopy"
            flat: true
            text: qsTr("Copy as JSON")
            onClicked: card.vm.copyMarked()
        }
        Button {
            objectName: "rulesDelete"
            flat: true
            text: qsTr("Delete")
            onClicked: card.vm.removeMarked()
        }
    }
    RowKeys {
        id: keys

        rows: card.vm.marked
        page: Math.max(1, Math.floor(list.height / 40) - 1)
    }
    ListView {
        id: list

        function show() {
            if (card.vm.selectedRule >= 0)
                positionViewAtIndex(card.vm.selectedRule, ListView.Contain)
        }

        property RuleRow dragged: null
        readonly property int target: dragged ? Math.max(0, Math.min(dragged.index + dragged.steps, count - 1)) : -1

        objectName: "ruleList"
        clip: true
        // What is dragged must live on while it scrolls out of view.
        cacheBuffer: dragged ? contentHeight : 320
        model: card.vm.rules
        activeFocusOnTab: true
        keyNavigationEnabled: false
        boundsBehavior: Flickable.StopAtBounds
        implicitHeight: contentHeight
        Accessible.role: Accessible.List
        Accessible.name: card.title
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollBar.vertical: ScrollBar {}
        move: Transition {
            NumberAnimation { properties: "y"; duration: Theme.quick }
        }
        displaced: Transition {
            NumberAnimation { properties: "y"; duration: Theme.quick }
        }
        delegate: RuleRow {
            id: row

            width: ListView.view.width
            marked: card.vm.marked
            chosen: card.vm.selectedRule === index
            onDraggedChanged: list.dragged = dragged ? row : null
            onChosenAsked: list.forceActiveFocus()
            onEnabledAsked: on => card.vm.setRuleEnabled(row.index, on)
            onEditAsked: card.vm.editRule(index)
            onDuplicateAsked: card.vm.duplicateRule(index)
            onRemoveAsked: card.vm.removeRule(index)
            onMoveAsked: steps => card.vm.moveRule(index, Math.max(0, Math.min(index + steps, list.count - 1)))
        }
        Keys.onPressed: event => {
            const at = card.vm.selectedRule
            const step = event.key === Qt.Key_Up ? -1 : event.key === Qt.Key_Down ? 1 : 0
            const control = (event.modifiers & Qt.ControlModifier) !== 0
            if (step !== 0 && (event.modifiers & Qt.AltModifier))
                card.vm.moveRule(at, at + step)
            else if (step < 0 && at <= 0 && !event.modifiers)
                card.vm.selectedRule = -1  // above the first: the default
            else if (keys.take(event))
                show()
            else if (card.vm.marked.count === 0)
                return  // the default: no rule to change
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                card.vm.editRule(at)
            else if (event.key === Qt.Key_Delete)
                card.vm.removeMarked()
            else if (event.key === Qt.Key_D && control)
                card.vm.duplicateMarked()
            else if (event.key === Qt.Key_C && control)
                card.vm.copyMarked()
            else if (event.key === Qt.Key_Space)
                card.vm.switchMarked()
            else
                return
            event.accepted = true
        }

        Timer {
            // At an edge the list scrolls, the faster the further beyond.
            interval: 16
            repeat: true
            running: list.dragged !== null
            onTriggered: {
                const top = list.dragged.draggedTo - list.contentY
                const beyond = Math.min(0, top) + Math.max(0, top + list.dragged.height - list.height)
                const most = list.contentHeight - list.height
                const to = Math.max(0, Math.min(list.contentY + beyond / 4, most))
                const by = to - list.contentY
                if (Math.abs(beyond) < 1 || by === 0)
                    return
                list.contentY = to
                list.dragged.carry(by)
            }
        }
        Rectangle {
            objectName: "ruleDropLine"
            parent: list.contentItem
            z: 4
            visible: list.dragged !== null && list.target !== list.dragged.index
            y: list.dragged ? (list.target + (list.target > list.dragged.index ? 1 : 0)) * list.dragged.height - height / 2 : 0
            width: list.width
            height: Theme.focusLine
            radius: height / 2
            color: Theme.accent
        }
        Rectangle {
            objectName: "ruleListFocus"
            parent: list
            anchors.fill: parent
            z: 3
            visible: list.activeFocus && Session.byKeys
            radius: Theme.radiusSmall
            color: "transparent"
            border.width: Theme.focusLine
            border.color: Theme.accent
        }
        Label {
            anchors.centerIn: parent
            visible: list.count === 0
            text: qsTr("No rules: the default decides for everybody.")
            color: Theme.muted
        }
    }
    Rectangle {
        implicitHeight: Theme.line
        color: Theme.border
        Layout.fillWidth: true
    }
    Rectangle {
        objectName: "defaultRow"
        implicitHeight: Theme.rowHeight
        radius: Theme.radiusSmall
        color: card.vm.selectedRule < 0 ? Theme.selection : elseHover.hovered ? Theme.hover : "transparent"
        Layout.fillWidth: true

        HoverHandler {
            id: elseHover
        }
        TapHandler {
            onTapped: card.vm.selectedRule = -1
        }
        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: Theme.space
            anchors.rightMargin: Theme.space
            spacing: Theme.space

            Label {
                text: qsTr("else")
                font.weight: Font.DemiBold
                Layout.preferredWidth: Theme.iconSize + 18 + 2 * Theme.space + 120
            }
            Label {
                text: card.vm.stickyText
                color: Theme.muted
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            SplitWords {
                split: card.vm.defaultParts
            }
            NumberText {
                text: card.vm.elseRateText
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
                Layout.preferredWidth: 3 * Theme.controlHeight
            }
            Item {
                Layout.preferredWidth: 34
            }
        }
    }
}
