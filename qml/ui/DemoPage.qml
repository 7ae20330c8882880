// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The demo that runs: what it is made of, its crowd, and faults to inject.
Item {
    id: page

    required property DemoViewModel vm

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

        PageHeader {
            title: qsTr("Demo")
            subtitle: page.vm.running ? qsTr("a whole release on this machine, to play with") : ""
            Layout.fillWidth: true
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        DemoProblem {
            vm: page.vm
            Layout.fillWidth: true
        }
        DemoAbsent {
            visible: !page.vm.running && page.vm.state === PageViewModel.Ready
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
        ScrollView {
            id: scroll

            visible: page.vm.running
            opacity: page.vm.state === PageViewModel.Stale ? 0.6 : 1
            contentWidth: availableWidth
            clip: true
            Layout.fillWidth: true
            Layout.fillHeight: true

            ColumnLayout {
                width: scroll.availableWidth
                spacing: Theme.spaceMedium

                DemoMap {
                    vm: page.vm
                    Layout.fillWidth: true
                }
                RowLayout {
                    spacing: Theme.spaceMedium
                    Layout.fillWidth: true

                    DemoCrowd {
                        vm: page.vm
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredWidth: 1
                    }
                    Repeater {
                        model: page.vm.faults

                        DemoFaults {
                            vm: page.vm
                            Layout.fillWidth: true
                            Layout.fillHeight: true
                            Layout.preferredWidth: 1
                        }
                    }
                }
            }
        }
        Item {
            visible: !page.vm.running && page.vm.state !== PageViewModel.Ready
            Layout.fillHeight: true
        }
    }
}
