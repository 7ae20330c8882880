// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Theme

// A version's name with its colour.
Row {
    id: chip

    required property string version
    property bool strong: false

    spacing: Theme.space - Theme.spaceTiny

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: 10
        height: 10
        radius: Theme.radiusSmall
        color: Theme.versionColor(VersionColors.indexes[chip.version])
    }
    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: chip.version
        font.weight: chip.strong ? Font.DemiBold : Font.Normal
    }
}
