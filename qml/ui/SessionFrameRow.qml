// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// One frame of a live tail.
RowLayout {
    id: row

    required property string time
    required property string direction
    required property string user
    required property string kind
    required property string text

    spacing: Theme.space

    Label {
        text: row.time
        color: Theme.muted
        font.family: Theme.mono
        font.pixelSize: Theme.fontSmall
        Layout.alignment: Qt.AlignTop
    }
    Label {
        text: row.direction === "in" ? "→" : "←"
        color: row.direction === "in" ? Theme.accent : Theme.ok
        Accessible.name: row.direction === "in" ? qsTr("to the node") : qsTr("from the node")
        Layout.alignment: Qt.AlignTop
    }
    Label {
        text: row.user
        elide: Text.ElideRight
        font.pixelSize: Theme.fontSmall
        Layout.preferredWidth: 90
        Layout.alignment: Qt.AlignTop
    }
    Label {
        text: row.text
        textFormat: Text.PlainText
        font.family: Theme.mono
        font.pixelSize: Theme.fontSmall
        wrapMode: Text.WrapAnywhere
        maximumLineCount: 6
        elide: Text.ElideRight
        Layout.fillWidth: true
    }
}
