// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A service: its health as shape and words, its instances by version.
ItemDelegate {
    id: row

    required property string name
    required property string instances
    required property var parts
    required property string kind
    required property string health
    required property string tags

    objectName: "catalogService_" + name
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
        NumberText {
            text: row.instances
            Layout.alignment: Qt.AlignRight
        }
        Label {
            text: row.health
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        VersionBar {
            implicitWidth: 84
            opacity: row.parts.length > 0 ? 1 : 0
            parts: row.parts
        }
    }
}
