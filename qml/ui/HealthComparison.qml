// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// A candidate beside the baseline: the differences with their intervals, and a verdict in words.
Card {
    id: card

    required property HealthViewModel vm

    readonly property var names: vm.versionNames

    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Baseline and candidate")
    headerItems: [
        StateMark {
            kind: card.vm.verdictKind
            label: card.vm.verdictText
        },
        Label {
            objectName: "healthVerdict"
            text: card.vm.verdictText
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            ToolTip.text: text
            ToolTip.visible: truncated && verdictHover.hovered
            Layout.fillWidth: true

            HoverHandler {
                id: verdictHover
            }
        },
        ComboBox {
            objectName: "healthBaseline"
            visible: card.vm.versionNames.length > 1
            model: card.vm.versionNames
            currentIndex: card.names.indexOf(card.vm.baseline)
            implicitWidth: 110
            Accessible.name: qsTr("Baseline")
            ToolTip.text: qsTr("Baseline")
            ToolTip.visible: hovered
            onActivated: index => card.vm.baseline = card.vm.versionNames[index]
        },
        Label {
            visible: card.vm.versionNames.length > 1
            text: "→"
            color: Theme.muted
        },
        ComboBox {
            objectName: "healthCandidate"
            visible: card.vm.versionNames.length > 1
            model: card.vm.versionNames
            currentIndex: card.names.indexOf(card.vm.candidate)
            implicitWidth: 110
            Accessible.name: qsTr("Candidate")
            ToolTip.text: qsTr("Candidate")
            ToolTip.visible: hovered
            onActivated: index => card.vm.candidate = card.vm.versionNames[index]
        }
    ]

    Column {
        id: rows

        spacing: 0
        Layout.fillWidth: true

        Repeater {
            model: card.vm.comparison

            Item {
                id: cell

                required property int index
                required property string name
                required property string difference
                required property string interval
                required property string word
                required property string kind

                width: rows.width
                height: 20
                Accessible.role: Accessible.Row
                Accessible.name: name + " " + difference + " " + interval + " " + word

                RowLayout {
                    anchors.fill: parent
                    spacing: Theme.spaceMedium

                    Label {
                        text: cell.name
                        color: Theme.muted
                        Layout.preferredWidth: 118
                        elide: Text.ElideRight
                    }
                    NumberText {
                        objectName: "healthDifference_" + cell.index
                        text: cell.difference
                        Layout.preferredWidth: 110
                    }
                    NumberText {
                        text: cell.interval
                        color: Theme.muted
                        horizontalAlignment: Text.AlignLeft
                        Layout.preferredWidth: 160
                    }
                    StateMark {
                        kind: cell.kind
                        label: cell.word
                    }
                    Label {
                        text: cell.word
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }
                }
            }
        }
    }
    Label {
        text: card.vm.verdictBasis
        color: Theme.muted
        font.pixelSize: Theme.fontSmall
        wrapMode: Text.WordWrap
        Layout.fillWidth: true
    }
    Item {
        Layout.fillHeight: true
    }
}
