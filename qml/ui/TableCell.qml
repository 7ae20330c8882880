// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Halftone.App
import Halftone.Theme

// A cell of a DataTable: one rectangle and one text, for there are hundreds of them. The rectangle is opaque: hundreds
// of texts that move over one common background cost the software renderer more in region arithmetic than in drawing.
Rectangle {
    id: cell

    required property int row
    required property string display
    required property bool numeric
    required property string version
    required property bool dimmed
    required property bool current
    required property bool selected
    property bool hovered: false

    implicitHeight: Theme.rowHeight
    Accessible.role: Accessible.Cell
    Accessible.name: display
    color: selected ? Theme.selection : current ? Theme.pressed : hovered ? Theme.hover : Theme.surface

    Text {
        anchors.fill: parent
        anchors.leftMargin: Theme.space
        anchors.rightMargin: Theme.space
        text: cell.display
        textFormat: Text.PlainText
        elide: Text.ElideRight
        color: cell.version !== "" ? Theme.versionColor(VersionColors.indexes[cell.version]) : Theme.text
        opacity: cell.dimmed ? 0.45 : 1
        font.pixelSize: Theme.fontSize
        font.family: cell.numeric ? Theme.mono : Theme.family
        horizontalAlignment: cell.numeric ? Text.AlignRight : Text.AlignLeft
        verticalAlignment: Text.AlignVCenter
    }
}
