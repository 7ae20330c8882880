// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme

// A mark and a few words.
Row {
    id: part

    property string kind
    property string text

    spacing: Theme.space - Theme.spaceTiny

    StateMark {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.spaceMedium
        height: Theme.spaceMedium
        kind: part.kind
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: part.text
        color: Theme.muted
        font.pixelSize: Theme.fontSmall
        Accessible.name: text
    }
}
