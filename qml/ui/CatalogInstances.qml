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
        }
    ]

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
                roleValue: "version"
                CatalogVersionRow {
                    width: list.width - Theme.spaceMedium
                }
            }
            DelegateChoice {
                roleValue: "instance"
                CatalogInstanceRow {
                    width: list.width - Theme.spaceMedium
                    onClicked: card.vm.toggle(rowId)
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
            text: card.vm.selected === "" ? qsTr("Choose a service.") : qsTr("This service has no instances.")
            color: Theme.muted
        }
    }
}
