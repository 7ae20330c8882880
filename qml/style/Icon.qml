// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.impl
import Halftone.Theme

// One of the style's own pictures, by name, in one colour.
Item {
    id: icon

    property string name
    property color color: Theme.muted

    implicitWidth: Theme.iconSize
    implicitHeight: Theme.iconSize

    IconImage {
        anchors.fill: parent
        source: icon.name === "" ? "" : Qt.resolvedUrl("icons/" + icon.name + ".svg")
        sourceSize.width: icon.width
        sourceSize.height: icon.height
        color: icon.color
    }
}
