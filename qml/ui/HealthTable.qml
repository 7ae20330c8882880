// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// What each version does now, in numbers: the same that the charts show at their right edge.
Card {
    id: table

    required property HealthViewModel vm

    HealthRow {
        heading: true
        version: qsTr("Version")
        requests: qsTr("Requests/s")
        errors: qsTr("Errors")
        p50: "p50"
        p95: "p95"
        p99: "p99"
        sessions: qsTr("Sessions")
        kind: ""
        Layout.fillWidth: true
    }
    Column {  // not a layout: see PlotCard's legend
        id: rows

        spacing: Theme.space
        visible: table.vm.versions.count > 0
        Layout.fillWidth: true

        Repeater {
            model: table.vm.versions

            HealthRow {
                objectName: "healthRow_" + version
                width: rows.width
            }
        }
    }
    Label {
        objectName: "healthEmpty"
        visible: text !== ""
        text: table.vm.emptyText
        color: Theme.muted
        Layout.alignment: Qt.AlignHCenter
    }
}
