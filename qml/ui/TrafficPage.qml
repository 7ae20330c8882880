// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// A service's policy and what it does: rules, default split, live requests, draft.
Item {
    id: page

    required property TrafficViewModel vm
    readonly property Item mainItem: rules.mainItem
    property real cursorTime: NaN

    ReviewDialog {
        id: review

        vm: page.vm
    }
    RuleDialog {
        id: ruleDialog

        vm: page.vm
    }
    HistoryDialog {
        id: historyDialog

        vm: page.vm
    }
    PolicyDialog {
        id: policyDialog

        vm: page.vm
    }
    FirstPolicyDialog {
        id: firstPolicyDialog

        first: page.vm.first
    }
    MergeDialog {
        id: mergeDialog

        vm: page.vm
    }
    Connections {
        target: page.vm

        function onEditorOpened() {
            ruleDialog.open()
        }
        function onDialogAsked(name: string) {
            if (name === "history")
                historyDialog.open()
            else if (name === "settings")
                policyDialog.open()
            else if (page.vm.conflict)
                mergeDialog.open()
            else if (page.vm.changed)
                review.open()
        }
    }
    Shortcut {
        sequence: "Ctrl+Z"
        enabled: page.visible && page.vm.canUndo
        onActivated: page.vm.undo()
    }
    Shortcut {
        sequences: ["Ctrl+Shift+Z", "Ctrl+Y"]
        enabled: page.visible && page.vm.canRedo
        onActivated: page.vm.redo()
    }
    Shortcut {
        sequence: "Ctrl+Alt+Z"
        enabled: page.visible && page.vm.takeBackSeconds > 0 && !Session.readOnly
        onActivated: page.vm.takeBack()
    }
    Shortcut {
        sequence: "Ctrl+N"
        enabled: page.visible && page.vm.hasPolicy
        onActivated: page.vm.editRule(-1)
    }
    Shortcut {
        sequence: "Ctrl+Return"
        enabled: page.visible && page.vm.changed
        onActivated: page.vm.conflict ? mergeDialog.open() : review.open()
    }
    Shortcut {
        sequence: "Ctrl+H"
        enabled: page.visible && page.vm.hasPolicy
        onActivated: historyDialog.open()
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

        PageHeader {
            title: qsTr("Traffic")
            subtitle: page.vm.headline
            Layout.fillWidth: true

            Label {
                text: qsTr("Service")
                color: Theme.muted
            }
            ComboBox {
                objectName: "servicePicker"
                model: page.vm.services
                currentIndex: page.vm.serviceIndex
                enabled: count > 0
                Accessible.name: qsTr("Service")
                onActivated: page.vm.service = currentText
            }
            Button {
                objectName: "newPolicyButton"
                visible: !Session.readOnly
                text: qsTr("New policy…")
                highlighted: !page.vm.hasPolicy
                onClicked: firstPolicyDialog.open()
            }
            Button {
                objectName: "settingsButton"
                text: qsTr("Users and versions")
                enabled: page.vm.hasPolicy
                onClicked: page.vm.editSettings()
            }
            Button {
                objectName: "historyButton"
                text: qsTr("History")
                enabled: page.vm.hasPolicy
                ToolTip.text: "Ctrl+H"
                ToolTip.visible: hovered
                ToolTip.delay: 400
                onClicked: historyDialog.open()
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        RowLayout {
            visible: page.vm.hasPolicy
            opacity: page.vm.state === PageViewModel.Stale ? Theme.staleOpacity : 1
            spacing: Theme.spaceMedium
            Layout.fillWidth: true
            Layout.fillHeight: true

            RuleList {
                id: rules

                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 3
            }
            PlotCard {
                objectName: "requestsChart"
                title: qsTr("Requests/s")
                plotData: page.vm.requests
                emptyText: page.vm.chartText
                span: page.vm.span
                cursorTime: page.cursorTime
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 2
                onCursorMoved: time => page.cursorTime = time
                headerItems: [
                    SegmentedButtons {
                        namePrefix: "span"
                        model: [
                            { value: 60, text: qsTr("1 min") },
                            { value: 300, text: qsTr("5 min") },
                            { value: 900, text: qsTr("15 min") }
                        ]
                        current: page.vm.span
                        onPicked: value => page.vm.span = value
                    }
                ]
            }
        }
        Card {
            visible: page.vm.hasPolicy
            title: page.vm.splitTitle
            Layout.fillWidth: true
            headerItems: [
                Label {
                    text: page.vm.measuredText
                    color: Theme.muted
                    font.pixelSize: Theme.fontSmall
                }
            ]

            SplitEditor {
                split: page.vm.split
                Layout.fillWidth: true
            }
        }
        DraftBar {
            visible: page.vm.hasPolicy
            vm: page.vm
            Layout.fillWidth: true
            onReviewAsked: review.open()
            onMergeAsked: mergeDialog.open()
        }
        Item {
            visible: !page.vm.hasPolicy
            Layout.fillHeight: true
        }
    }
}
