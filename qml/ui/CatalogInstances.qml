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

    ListView {
        id: list

        objectName: "catalogRows"
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: card.vm.rows
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
                    onClicked: card.vm.toggle(rowId)
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
    CatalogActions {
        id: actions

        vm: card.vm
    }
}
