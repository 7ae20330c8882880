// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A node: its own checks as a shape, its address and meta.
ItemDelegate {
    id: row

    required property string name
    required property string address
    required property string kind
    required property string health
    required property string about

    objectName: "catalogNode_" + name
    implicitHeight: 2 * Theme.rowHeight
    text: name
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: health

    contentItem: GridLayout {
        columns: 3
        columnSpacing: Theme.space
        rowSpacing: 0

        StateMark {
            kind: row.kind
            label: row.health
            Layout.rowSpan: 2
        }
        Label {
            text: row.name
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        Label {
            text: row.address
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            color: Theme.muted
        }
        Label {
            text: row.about !== "" ? row.about : row.health
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.columnSpan: 2
        }
    }
}
