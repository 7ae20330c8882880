// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Every service in a line, what needs a look first; below, how traffic flows through the chosen one.
Item {
    id: page

    required property OverviewViewModel vm
    readonly property Item mainItem: list

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

        PageHeader {
            title: qsTr("Overview")
            subtitle: page.vm.summary
            Layout.fillWidth: true
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        Card {
            opacity: page.vm.state === PageViewModel.Stale ? Theme.staleOpacity : 1
            Layout.fillWidth: true

            OverviewRow {
                heading: true
                service: qsTr("service")
                kind: ""
                why: ""
                revision: qsTr("policy")
                wanted: []
                actual: []
                requests: qsTr("requests/s")
                errors: qsTr("errors")
                p99: "p99"
                sessions: qsTr("sessions")
                spark: []
                release: qsTr("release")
                published: ""
                Layout.fillWidth: true
            }
            ListView {
                id: list

                function chosenRow(): int {
                    for (let row = 0; row < count; ++row) {
                        if ((itemAtIndex(row) as OverviewRow)?.chosen)
                            return row
                    }
                    return -1
                }
                function open() {
                    const item = itemAtIndex(at()) as OverviewRow
                    item?.openAsked()
                }
                function at(): int {
                    const row = chosenRow()
                    return row < 0 ? currentIndex : row
                }
                function choose(row: int) {
                    if (row < 0 || row >= count)
                        return
                    currentIndex = row
                    const item = currentItem as OverviewRow
                    item?.chosenAsked()
                }

                objectName: "overviewServices"
                clip: true
                model: page.vm.services
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                currentIndex: -1
                highlightMoveDuration: 0
                Accessible.role: Accessible.Table
                Accessible.name: qsTr("Services")
                Keys.onReturnPressed: open()
                Keys.onEnterPressed: open()
                Keys.onUpPressed: choose(at() - 1)
                Keys.onDownPressed: choose(at() + 1)
                onActiveFocusChanged: if (activeFocus) currentIndex = Math.max(0, chosenRow())
                Layout.fillWidth: true
                Layout.preferredHeight: Math.min(contentHeight, page.height * 0.4)
                ScrollBar.vertical: ScrollBar {}
                delegate: OverviewRow {
                    // Rows move as services get into trouble: the ring goes with the chosen one, not to another.
                    required property int index
                    readonly property int chosenAt: chosen ? index : -1

                    function takeRing() {
                        if (chosen)
                            list.currentIndex = index
                    }

                    objectName: "overviewRow_" + service
                    width: ListView.view.width
                    chosen: page.vm.chosen === service
                    Component.onCompleted: takeRing()
                    onChosenAtChanged: takeRing()
                    onChosenAsked: {
                        list.forceActiveFocus()
                        page.vm.chosen = service
                    }
                    onOpenAsked: page.vm.openTraffic(service)
                }

                FocusRing {
                    view: list
                }
            }
        }
        Card {
            visible: page.vm.chosen !== ""
            title: qsTr("How traffic flows through %1").arg(page.vm.chosen)
            opacity: page.vm.state === PageViewModel.Stale ? Theme.staleOpacity : 1
            Layout.fillWidth: true
            Layout.fillHeight: true
            headerItems: [
                Label {
                    objectName: "topologyMore"
                    visible: flow.more > 0
                    text: qsTr("%n instances more in the catalog", "", flow.more)
                    color: Theme.warn
                    font.pixelSize: Theme.fontSmall
                },
                Label {
                    text: qsTr("gateways → versions → instances; as wide as their traffic")
                    color: Theme.muted
                    font.pixelSize: Theme.fontSmall
                }
            ]

            Topology {
                id: flow

                objectName: "topology"
                topology: page.vm.topology
                onPlaceAsked: place => page.vm.openPlace(place)
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
        Item {
            visible: page.vm.chosen === ""
            Layout.fillHeight: true
        }
    }
}
