// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Style as Style
import Halftone.Theme

// A key or a folder of keys.
ItemDelegate {
    id: row

    required property string path
    required property string name
    required property int depth
    required property bool folder
    required property bool open
    required property bool note

    objectName: "kvRow_" + path
    implicitHeight: Theme.rowHeight
    leftPadding: Theme.space + depth * Theme.spaceLarge
    enabled: !note
    text: name
    Accessible.role: Accessible.TreeItem
    Accessible.name: name

    contentItem: RowLayout {
        spacing: Theme.spaceSmall

        Style.Icon {
            opacity: row.folder ? 1 : 0
            name: "chevron"
            rotation: row.open ? 0 : -90
            color: Theme.muted
        }
        Style.Icon {
            visible: !row.note
            name: row.folder ? "folder" : "key"
            color: row.folder ? Theme.accent : Theme.muted
        }
        Label {
            text: row.name
            color: row.note ? Theme.muted : Theme.text
            font.family: row.note ? Theme.family : Theme.mono
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideMiddle
            Layout.fillWidth: true
        }
    }
}
