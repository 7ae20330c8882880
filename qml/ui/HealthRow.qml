// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A version's numbers of now, or the heads of their columns.
RowLayout {
    id: row

    required property string version
    required property string requests
    required property string errors
    required property string p50
    required property string p95
    required property string p99
    required property string sessions
    required property string kind
    property bool heading: false

    spacing: Theme.space
    Accessible.role: Accessible.Row
    Accessible.name: qsTr("%1: %2 requests a second, %3 errors, p99 %4").arg(version).arg(requests).arg(errors).arg(p99)
    Accessible.ignored: heading

    StateMark {
        visible: row.kind !== ""
        kind: row.kind
    }
    Item {
        visible: row.kind === ""
        implicitWidth: Theme.iconSize
    }
    Item {
        implicitWidth: 120
        implicitHeight: row.heading ? Theme.rowHeight - Theme.space : Theme.rowHeight - Theme.spaceSmall

        VersionChip {
            visible: !row.heading
            anchors.verticalCenter: parent.verticalCenter
            version: row.version
            strong: true
        }
        Label {
            visible: row.heading
            height: parent.height
            text: row.version
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
    }
    FigureCell {
        text: row.requests
        heading: row.heading
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    FigureCell {
        text: row.errors
        heading: row.heading
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    FigureCell {
        text: row.p50
        heading: row.heading
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    FigureCell {
        text: row.p95
        heading: row.heading
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    FigureCell {
        text: row.p99
        heading: row.heading
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
    FigureCell {
        text: row.sessions
        heading: row.heading
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }
}
