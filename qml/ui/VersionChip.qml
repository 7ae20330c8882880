// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme
import Halftone.Ui

// A version's name with its colour.
Row {
    id: chip

    required property string version
    property bool strong: false
    property real room: Infinity  // a longer name is cut

    spacing: Theme.space - Theme.spaceTiny

    VersionFill {
        anchors.verticalCenter: parent.verticalCenter
        width: 10
        height: 10
        radius: Theme.radiusSmall
        version: chip.version
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(0, Math.min(Math.ceil(implicitWidth), chip.room - x))
        text: chip.version
        elide: Text.ElideRight
        font.weight: chip.strong ? Font.DemiBold : Font.Normal
    }
}
