// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// The share of each version: what the policy wants for new sessions, and what is open, which lags behind.
Card {
    id: summary

    required property SessionsViewModel vm

    signal closeDriftWanted

    RowLayout {
        spacing: 3 * Theme.spaceLarge
        Layout.fillWidth: true

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: false  // the bars have what the figures leave
            Layout.alignment: Qt.AlignTop

            SessionsVersionRow {
                objectName: "sessionsVersionHead"
                enabled: false
                heading: true
                version: qsTr("Version")
                sessions: qsTr("Sessions")
                share: qsTr("Share")
                wanted: qsTr("Default split")
                drift: qsTr("Difference")
            }
            Column {  // not a layout: see PlotCard's legend
                Layout.fillWidth: true

                Repeater {
                    model: summary.vm.versions

                    SessionsVersionRow {
                        objectName: "sessionsVersion_" + version
                        onClicked: summary.vm.filterVersion(version)
                    }
                }
            }
        }
        GridLayout {
            columns: 2
            columnSpacing: Theme.spaceMedium
            rowSpacing: Theme.spaceMedium
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter

            Label {
                text: qsTr("Default split")
                color: Theme.muted
            }
            VersionBar {
                objectName: "sessionsWantedBar"
                implicitHeight: Theme.spaceLarge
                parts: summary.vm.wanted
                Layout.fillWidth: true
            }
            Label {
                text: qsTr("Open sessions")
                color: Theme.muted
            }
            VersionBar {
                objectName: "sessionsOpenBar"
                implicitHeight: Theme.spaceLarge
                parts: summary.vm.open
                Layout.fillWidth: true
            }
            Label {
                visible: summary.vm.drift.known
                text: qsTr("Policy today")
                color: Theme.muted
            }
            VersionBar {
                objectName: "sessionsPlacedBar"
                visible: summary.vm.drift.known
                implicitHeight: Theme.spaceLarge
                parts: summary.vm.drift.placed
                ToolTip.text: qsTr("Where the policy would place the open sessions; the empty part is not known")
                ToolTip.visible: placedHover.hovered
                Layout.fillWidth: true

                HoverHandler {
                    id: placedHover
                }
            }
        }
    }
    RowLayout {
        visible: summary.vm.drift.known
        spacing: Theme.space
        Layout.fillWidth: true

        StateMark {
            kind: summary.vm.drift.kind
        }
        Label {
            objectName: "sessionsDriftText"
            text: summary.vm.drift.text
        }
        Label {
            text: summary.vm.drift.unknownText
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        Button {
            objectName: "sessionsCloseDrift"
            visible: summary.vm.drift.present
            enabled: !summary.vm.actions.readOnly
            text: qsTr("Close the drift…")
            onClicked: summary.closeDriftWanted()
        }
    }
}
