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

    function run(deed: var) {
        deed()
    }
    // At once, but on a production cluster: there `word` is asked for.
    function hurt(word: string, question: string, what: string, action: string, deed: var) {
        if (!Session.production)
            return deed()
        confirm.word = word
        confirm.title = question
        confirm.message = what
        confirm.action = action
        confirm.deed = deed
        confirm.ask()
    }
    function end(process: string, action: string) {
        const kills = action === "kill"
        hurt(process, kills ? qsTr("Kill %1?").arg(process) : qsTr("Stop %1?").arg(process),
            qsTr("Its sessions are cut off, or drained first when it is stopped."), kills ? qsTr("Kill") : qsTr("Stop"),
            () => vm.act(process, action))
    }
    // Less than what is injected now hurts nobody.
    function inject(version: string, isMore: bool, deed: var) {
        if (!isMore)
            return deed()
        hurt(version, qsTr("Inject faults in %1?").arg(version), qsTr("Its users get errors, or wait longer."),
            qsTr("Inject"), deed)
    }

    Connections {
        target: page.vm

        // "kill chat-1"
        function onDialogAsked(name: string) {
            const action = name.split(" ")[0]
            const process = name.slice(action.length + 1)
            if (action === "start")
                page.vm.act(process, action)
            else
                page.end(process, action)
        }
    }
    ConfirmDialog {
        id: confirm

        property var deed: null

        objectName: "demoHurtDialog"
        onConfirmed: page.run(deed)
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
                    onHurtAsked: (process, action) => page.end(process, action)
                }
                Row {  // not a layout: see PlotCard's legend
                    id: controls

                    readonly property real cell: (width - faults.count * spacing) / (faults.count + 1)

                    spacing: Theme.spaceMedium
                    Layout.fillWidth: true

                    DemoCrowd {
                        id: crowd

                        vm: page.vm
                        width: controls.cell
                        onUsersAsked: users => page.hurt("users", qsTr("Let %1 users come?").arg(page.vm.countText(users)),
                            qsTr("They load this cluster; when they become fewer, sessions end."), qsTr("Change the crowd"),
                            () => page.vm.setUsers(users))
                    }
                    Repeater {
                        id: faults

                        model: page.vm.faults

                        DemoFaults {
                            vm: page.vm
                            onErrorsAsked: percent => page.inject(version, percent > errorPercent,
                                () => page.vm.setErrorPercent(version, percent))
                            onLatencyAsked: milliseconds => page.inject(version, milliseconds > latencyMs,
                                () => page.vm.setLatency(version, milliseconds))
                            width: controls.cell
                            height: crowd.height
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
