// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The versions of a service side by side: one time axis, one cursor. Keys: + and - zoom, the arrows pan, Home
// goes back to live.
FocusScope {
    id: page

    required property HealthViewModel vm
    property real cursorTime: NaN

    Keys.onPressed: event => {
        const steps = {
            [Qt.Key_Plus]: () => page.vm.zoom(0.5, NaN),
            [Qt.Key_Equal]: () => page.vm.zoom(0.5, NaN),
            [Qt.Key_Minus]: () => page.vm.zoom(2, NaN),
            [Qt.Key_Left]: () => page.vm.panBy(-0.25),
            [Qt.Key_Right]: () => page.vm.panBy(0.25),
            [Qt.Key_PageUp]: () => page.vm.panBy(-1),
            [Qt.Key_PageDown]: () => page.vm.panBy(1),
            [Qt.Key_Home]: () => page.vm.reset()
        }
        const step = steps[event.key]
        if (step === undefined || event.modifiers & ~(Qt.ShiftModifier | Qt.KeypadModifier))
            return
        step()
        event.accepted = true
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.space

        PageHeader {
            title: qsTr("Health")
            subtitle: qsTr("versions side by side")
            Layout.fillWidth: true

            ServicePicker {
                objectName: "healthService"
                choice: page.vm.service
            }
            SegmentedButtons {
                objectName: "healthSpan"
                namePrefix: "healthSpan"
                model: page.vm.ranges
                current: page.vm.live && page.vm.span === page.vm.range ? page.vm.range : -1
                onPicked: value => page.vm.range = value
            }
            HealthExport {
                objectName: "healthExport"
                vm: page.vm
                charts: [
                    { title: requests.title, plot: requests.plot },
                    { title: errors.title, plot: errors.plot },
                    { title: latency.title, plot: latency.plot },
                    { title: sessions.title, plot: sessions.plot },
                    { title: resumed.title, plot: resumed.plot }
                ]
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        HealthTable {
            vm: page.vm
            Layout.fillWidth: true
        }
        HealthView {
            vm: page.vm
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.rowHeight
        }
        GridLayout {
            id: grid

            objectName: "healthCharts"
            columns: 2
            columnSpacing: Theme.spaceMedium
            rowSpacing: Theme.spaceMedium
            opacity: page.vm.state === PageViewModel.Stale ? Theme.staleOpacity : 1
            activeFocusOnTab: true
            focus: true
            Accessible.role: Accessible.Grouping
            Accessible.name: qsTr("Charts. Plus and minus zoom, the arrow keys move in time, Home goes back to live.")
            Layout.fillWidth: true
            Layout.fillHeight: true

            HealthPlot {
                id: requests

                objectName: "healthRequests"
                title: qsTr("Requests per second")
                vm: page.vm
                chart: page.vm.requests
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthPlot {
                id: errors

                objectName: "healthErrors"
                title: qsTr("Errors, % of requests")
                vm: page.vm
                chart: page.vm.errors
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthPlot {
                id: latency

                objectName: "healthLatency"
                title: qsTr("Latency") + ", ms"
                vm: page.vm
                chart: page.vm.latency
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthPlot {
                id: sessions

                objectName: "healthSessions"
                title: qsTr("Open sessions")
                vm: page.vm
                chart: page.vm.sessions
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthPlot {
                id: resumed

                objectName: "healthResumed"
                title: qsTr("Resumed without loss, %")
                emptyText: qsTr("No session came back in this time")
                vm: page.vm
                chart: page.vm.resumed
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthComparison {
                objectName: "healthComparison"
                vm: page.vm
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                Layout.preferredHeight: 1
            }
        }
    }
}
