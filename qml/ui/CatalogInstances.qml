// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Qt.labs.qmlmodels
import Halftone.App
import Halftone.Theme

// The instances of the selected service by version; an instance opens to its checks.
Card {
    id: card

    required property CatalogViewModel vm

    title: vm.selected
    headerItems: [
        Label {
            text: card.vm.selectedSummary
            color: Theme.muted
        },
        Button {
            objectName: "catalogCopyCurl"
            visible: card.vm.selected !== ""
            flat: true
            text: qsTr("cURL")
            ToolTip.text: qsTr("Copy as a cURL command")
            ToolTip.visible: hovered
            onClicked: card.vm.copyCurl("")
        },
        Button {
            objectName: "catalogCopyJson"
            visible: card.vm.selected !== ""
            flat: true
            text: qsTr("JSON")
            ToolTip.text: qsTr("Copy Consul's answer as JSON")
            ToolTip.visible: hovered
            onClicked: card.vm.copyJson("")
        }
    ]

    CatalogExpression {
        vm: card.vm
        visible: !card.vm.byNode
        Layout.fillWidth: true
    }

    SelectionBar {
        rows: card.vm.marked
        Layout.fillWidth: true

        Button {
            objectName: "catalogRest"
            flat: true
            visible: card.vm.canRest
            enabled: !card.vm.busy && !Session.readOnly
            text: qsTr("Maintenance…")
            onClicked: rest.ask()
        }
        Button {
            objectName: "catalogReturn"
            flat: true
            visible: card.vm.canReturn
            enabled: !card.vm.busy && !Session.readOnly
            text: qsTr("End maintenance…")
            onClicked: comeBack.ask()
        }
        Button {
            objectName: "catalogMarkedJson"
            flat: true
            text: qsTr("JSON")
            ToolTip.text: qsTr("Copy as JSON (Ctrl+C)")
            ToolTip.visible: hovered
            onClicked: card.vm.copyMarkedJson()
        }
        Button {
            objectName: "catalogMarkedCurl"
            flat: true
            text: qsTr("cURL")
            ToolTip.text: qsTr("Copy as cURL commands that read them, or that switch their maintenance")
            ToolTip.visible: hovered
            onClicked: commands.popup(this, 0, height)

            Menu {
                id: commands

                MenuItem {
                    objectName: "catalogCurlRead"
                    text: qsTr("That read them")
                    onTriggered: card.vm.copyMarkedCurl()
                }
                MenuItem {
                    objectName: "catalogCurlRest"
                    text: qsTr("That start maintenance")
                    onTriggered: card.vm.copyMaintenanceCurl(true)
                }
                MenuItem {
                    objectName: "catalogCurlReturn"
                    text: qsTr("That end maintenance")
                    onTriggered: card.vm.copyMaintenanceCurl(false)
                }
            }
        }
    }
    RowKeys {
        id: keys

        rows: card.vm.marked
        page: Math.max(1, Math.floor(list.height / (2 * Theme.rowHeight)) - 1)
    }
    ListView {
        id: list

        // By the model's count: to ask the view for its own makes it set the current index itself.
        function place(id: string, revision: int, count: int): int {
            return revision < 0 || count === 0 ? -1 : card.vm.rows.rowOf(id)
        }

        objectName: "catalogRows"
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: card.vm.rows
        activeFocusOnTab: true
        keyNavigationEnabled: false
        highlightMoveDuration: 0
        currentIndex: place(card.vm.marked.current, card.vm.marked.revision, card.vm.rows.count)
        Keys.onPressed: event => {
            const control = (event.modifiers & Qt.ControlModifier) !== 0
            if (keys.take(event))
                positionViewAtIndex(Math.max(0, currentIndex), ListView.Contain)
            else if (event.key === Qt.Key_C && control && !(event.modifiers & Qt.ShiftModifier))
                card.vm.copyMarkedJson()
            else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && card.vm.marked.current !== "")
                card.vm.toggle(card.vm.marked.current)
            else
                return
            event.accepted = true
        }
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Instances of %1").arg(card.vm.selected)
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollBar.vertical: ScrollBar {}

        delegate: DelegateChooser {
            role: "row"

            DelegateChoice {
                roleValue: "service"
                CatalogGroupRow {
                    width: list.width - Theme.spaceMedium
                }
            }
            DelegateChoice {
                roleValue: "version"
                CatalogVersionRow {
                    width: list.width - Theme.spaceMedium
                }
            }
            DelegateChoice {
                roleValue: "instance"
                CatalogInstanceRow {
                    id: instance

                    width: list.width - Theme.spaceMedium
                    marked: card.vm.marked
                    onChosen: list.forceActiveFocus()
                    onClicked: {
                        card.vm.marked.choose(rowId)
                        list.forceActiveFocus()
                        card.vm.toggle(rowId)
                    }
                    onMenuAsked: actions.ask(instance, rowId, title, kind === "pause")
                }
            }
            DelegateChoice {
                roleValue: "check"
                CatalogCheckRow {
                    width: list.width - Theme.spaceMedium
                }
            }
        }

        FocusRing {
            view: list
        }
        Label {
            anchors.centerIn: parent
            visible: list.count === 0 && card.vm.state === PageViewModel.Ready
            text: card.vm.selected === "" ? qsTr("Choose a service.")
                : card.vm.expression !== "" ? qsTr("No instance fits the expression.") : qsTr("Nothing runs here.")
            color: Theme.muted
        }
    }
    Label {
        objectName: "catalogOutcome"
        visible: text !== ""
        text: card.vm.actionError !== "" ? card.vm.actionError : card.vm.actionText
        color: card.vm.actionError !== "" ? Theme.bad : Theme.muted
        wrapMode: Text.Wrap
        maximumLineCount: 3
        elide: Text.ElideRight
        Layout.fillWidth: true
    }
    Connections {
        target: card.vm

        function onDialogAsked(name: string) {
            if (name === "rest")
                rest.ask()
            else if (name === "return")
                comeBack.ask()
        }
    }
    ConfirmDialog {
        id: rest

        objectName: "catalogRestDialog"
        title: qsTr("Put %n instances into maintenance?", "", card.vm.restCount)
        message: card.vm.restText
        action: qsTr("Start maintenance")
        asksWhy: true
        word: card.vm.selected
        onConfirmed: why => card.vm.setMarkedMaintenance(true, why)
    }
    ConfirmDialog {
        id: comeBack

        objectName: "catalogReturnDialog"
        title: qsTr("End the maintenance of %n instances?", "", card.vm.returnCount)
        message: card.vm.returnText
        action: qsTr("End maintenance")
        word: card.vm.selected
        onConfirmed: card.vm.setMarkedMaintenance(false, "")
    }
    CatalogActions {
        id: actions

        vm: card.vm
    }
}
