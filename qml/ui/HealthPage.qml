// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The versions of a service side by side: one time axis, one cursor. Keys: + and - zoom, left and right pan, up
// and down scroll a low window, Home goes back to live.
FocusScope {
    id: page

    required property HealthViewModel vm
    readonly property Item mainItem: grid
    property real cursorTime: NaN

    focus: true  // keys of the charts work also where a window begins with this page
    Keys.onPressed: event => {
        const steps = {
            [Qt.Key_Plus]: () => page.vm.zoom(0.5, NaN),
            [Qt.Key_Equal]: () => page.vm.zoom(0.5, NaN),
            [Qt.Key_Minus]: () => page.vm.zoom(2, NaN),
            [Qt.Key_Left]: () => page.vm.panBy(-0.25),
            [Qt.Key_Right]: () => page.vm.panBy(0.25),
            [Qt.Key_PageUp]: () => page.vm.panBy(-1),
            [Qt.Key_PageDown]: () => page.vm.panBy(1),
            [Qt.Key_Up]: () => scroller.scrollBy(-60),
            [Qt.Key_Down]: () => scroller.scrollBy(60),
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
        // A chart lower than this cannot be read: in a low window the page scrolls instead. By the bar, the wheel
        // beside the plots and the up and down keys: a drag and the wheel on a plot pan and zoom it.
        Flickable {
            id: scroller

            readonly property real least: 3 * 196 + 2 * Theme.spaceMedium
            readonly property bool overflows: least > height

            function scrollBy(distance: real) {
                contentY = Math.max(0, Math.min(contentHeight - height, contentY + distance))
            }

            objectName: "healthScroller"
            interactive: false
            clip: true
            contentHeight: grid.height
            Layout.fillWidth: true
            Layout.fillHeight: true
            onHeightChanged: scrollBy(0)
            ScrollBar.vertical: ScrollBar {
                id: bar
            }

            WheelHandler {
                onWheel: event => scroller.scrollBy(-event.angleDelta.y)
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
                width: scroller.width - (scroller.overflows ? bar.width : 0)
                height: Math.max(scroller.height, scroller.least)

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
}
