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

    // At once, but on a production cluster: there it is asked for by name.
    function hurt(process: string, action: string) {
        if (!Session.production)
            return vm.act(process, action)
        confirm.process = process
        confirm.deed = action
        confirm.ask()
    }

    ConfirmDialog {
        id: confirm

        property string process
        property string deed

        objectName: "demoHurtDialog"
        title: deed === "kill" ? qsTr("Kill %1?").arg(process) : qsTr("Stop %1?").arg(process)
        message: qsTr("Its sessions are cut off, or drained first when it is stopped.")
        action: deed === "kill" ? qsTr("Kill") : qsTr("Stop")
        word: process
        onConfirmed: page.vm.act(process, deed)
    }
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
                    onHurtAsked: (process, action) => page.hurt(process, action)
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
