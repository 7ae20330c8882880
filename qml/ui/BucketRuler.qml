// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Theme

// All buckets in a row, each version's range in its colour, and where this request's bucket lies. `parts`:
// [{version, from, share, text}].
Item {
    id: ruler

    property var parts: []
    property int bucket: -1
    readonly property int barHeight: 22

    implicitHeight: barHeight + 3 * Theme.spaceLarge
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Bucket %1").arg(bucket)

    Repeater {
        model: ruler.parts

        VersionFill {
            id: part

            required property var modelData

            x: modelData.from * ruler.width
            y: Theme.spaceLarge
            width: modelData.share * ruler.width
            height: ruler.barHeight
            version: modelData.version
            border.width: Theme.line
            border.color: Theme.surface

            Label {
                anchors.centerIn: parent
                visible: width < part.width - Theme.spaceSmall
                text: part.modelData.version
                color: part.notched ? Theme.text : Theme.window
                font.weight: Font.DemiBold
                font.pixelSize: Theme.fontSmall
            }
            Label {
                y: parent.height + Theme.spaceTiny
                visible: width < part.width - Theme.spaceSmall
                text: part.modelData.text
                color: Theme.muted
                font.family: Theme.mono
                font.pixelSize: Theme.fontSmall
            }
        }
    }
    Item {
        objectName: "bucketNeedle"
        visible: ruler.bucket >= 0
        x: (ruler.bucket + 0.5) / 10000 * ruler.width
        height: ruler.barHeight + Theme.spaceLarge + Theme.spaceSmall

        Rectangle {
            x: -1
            y: Theme.spaceLarge - Theme.spaceSmall
            width: Theme.focusLine
            height: ruler.barHeight + Theme.space
            color: Theme.text
        }
        Label {
            x: Math.max(-parent.x, Math.min(-width / 2, ruler.width - parent.x - width))
            y: -Theme.spaceSmall
            text: ruler.bucket
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            font.weight: Font.DemiBold
        }
    }
}
