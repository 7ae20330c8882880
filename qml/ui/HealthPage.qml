// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The versions of a service side by side: one time axis, one cursor.
Item {
    id: page

    required property HealthViewModel vm
    property real cursorTime: NaN

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

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
                model: page.vm.spans
                current: page.vm.span
                onPicked: value => page.vm.span = value
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
        GridLayout {
            columns: 2
            columnSpacing: Theme.spaceMedium
            rowSpacing: Theme.spaceMedium
            opacity: page.vm.state === PageViewModel.Stale ? 0.6 : 1
            Layout.fillWidth: true
            Layout.fillHeight: true

            HealthPlot {
                objectName: "healthRequests"
                title: qsTr("Requests per second")
                vm: page.vm
                plotData: page.vm.requests
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthPlot {
                objectName: "healthErrors"
                title: qsTr("Errors, % of requests")
                unit: "%"
                vm: page.vm
                plotData: page.vm.errors
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthPlot {
                objectName: "healthLatency"
                title: qsTr("Latency") + ", ms"
                unit: "ms"
                vm: page.vm
                plotData: page.vm.latency
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
            HealthPlot {
                objectName: "healthSessions"
                title: qsTr("Open sessions")
                vm: page.vm
                plotData: page.vm.sessions
                cursorTime: page.cursorTime
                onCursorMoved: time => page.cursorTime = time
            }
        }
    }
}
