// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A check of the instance above it, and what it last said.
Item {
    id: row

    required property string title
    required property string kind
    required property string stateText
    required property string output

    implicitHeight: words.implicitHeight + 2 * Theme.spaceSmall
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1: %2").arg(title).arg(row.stateText)
    Accessible.description: output

    Rectangle {
        x: Theme.space + Theme.iconSize / 2
        width: Theme.line
        height: parent.height
        color: Theme.border
    }
    RowLayout {
        id: words

        x: Theme.space + 2 * Theme.spaceLarge
        y: Theme.spaceSmall
        width: row.width - x - Theme.space
        spacing: Theme.space

        StateMark {
            kind: row.kind
            label: row.stateText
            Layout.alignment: Qt.AlignTop
        }
        Label {
            text: row.title
            elide: Text.ElideRight
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 180
        }
        Label {
            text: row.output !== "" ? row.output : qsTr("no output")
            color: Theme.muted
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
}
