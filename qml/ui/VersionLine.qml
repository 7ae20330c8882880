// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Shapes
import Halftone.App
import Halftone.Theme

// One entry of a legend: a piece of the line as it is drawn, and its name.
Row {
    id: entry

    required property string version
    required property string text
    property int variant: 0

    spacing: Theme.space - Theme.spaceTiny

    Shape {
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.iconSize
        height: Theme.focusLine

        Rectangle {
            objectName: "versionRing"
            anchors.centerIn: parent
            visible: Theme.versionNotched(VersionColors.indexes[entry.version])
            width: 7
            height: width
            radius: width / 2
            color: Theme.surface
            border.width: Theme.line
            border.color: Theme.versionColor(VersionColors.indexes[entry.version])
        }

        ShapePath {
            strokeColor: Theme.versionColor(VersionColors.indexes[entry.version])
            strokeWidth: Theme.focusLine
            fillColor: "transparent"
            strokeStyle: entry.variant === 0 ? ShapePath.SolidLine : ShapePath.DashLine
            dashPattern: entry.variant === 1 ? [2, 1] : [1, 1]
            capStyle: ShapePath.FlatCap
            startX: 0
            startY: 1
            PathLine { x: Theme.iconSize; y: 1 }
        }
    }
    Label {
        text: entry.text
        color: Theme.muted
        font.pixelSize: Theme.fontSmall
    }
}
