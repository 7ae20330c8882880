// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A cluster to connect to.
ItemDelegate {
    id: row

    required property string name
    required property string address
    required property string about
    required property bool production
    required property bool readOnly
    required property bool current

    objectName: "cluster_" + name
    implicitHeight: 2 * Theme.rowHeight
    text: name
    Accessible.role: Accessible.ListItem
    Accessible.name: name
    Accessible.description: address

    contentItem: GridLayout {
        columns: 2
        columnSpacing: Theme.space
        rowSpacing: 0

        Label {
            text: row.name
            color: row.production ? Theme.bad : Theme.text
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        Label {
            text: row.current ? qsTr("connected") : row.readOnly ? qsTr("read-only") : ""
            color: row.current ? Theme.ok : Theme.muted
            font.pixelSize: Theme.fontSmall
        }
        Label {
            text: row.address + (row.about !== "" ? "  ·  " + row.about : "")
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.columnSpan: 2
        }
    }
}
