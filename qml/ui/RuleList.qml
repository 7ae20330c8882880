// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The rules in the order in which they are tried, and what decides when none holds.
Card {
    id: card

    required property TrafficViewModel vm

    title: qsTr("Rules, first match wins")

    ListView {
        id: list

        objectName: "ruleList"
        clip: true
        model: card.vm.rules
        boundsBehavior: Flickable.StopAtBounds
        implicitHeight: contentHeight
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollBar.vertical: ScrollBar {}
        delegate: RuleRow {
            id: row

            width: ListView.view.width
            onEnabledAsked: on => card.vm.setRuleEnabled(row.index, on)
        }
    }
    Rectangle {
        implicitHeight: Theme.line
        color: Theme.border
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: Theme.spaceMedium
        Layout.leftMargin: Theme.space
        Layout.rightMargin: Theme.space
        Layout.preferredHeight: Theme.rowHeight

        Label {
            text: qsTr("else")
            font.weight: Font.DemiBold
            Layout.preferredWidth: 18 + Theme.spaceMedium + 120
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
            Layout.preferredWidth: 56
        }
        Item {
            Layout.preferredWidth: 30
        }
    }
}
