// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Halftone.Theme

// Curves from each of `from` equal rows at the left to each of `to` at the right; one of them is 1.
Item {
    id: links

    property int from: 1
    property int to: 1
    property bool dashed: false

    function middle(index: int, count: int): real {
        return links.height * (2 * index + 1) / (2 * count)
    }

    implicitWidth: 3 * Theme.spaceLarge

    Repeater {
        model: Math.max(links.from, links.to)

        Shape {
            id: link

            required property int index
            readonly property real startY: links.middle(links.from > 1 ? index : 0, links.from)
            readonly property real endY: links.middle(links.to > 1 ? index : 0, links.to)

            anchors.fill: parent

            ShapePath {
                strokeColor: Theme.border
                strokeWidth: Theme.focusLine
                fillColor: "transparent"
                strokeStyle: links.dashed ? ShapePath.DashLine : ShapePath.SolidLine
                dashPattern: [2, 3]
                startX: 0
                startY: link.startY

                PathCubic {
                    x: links.width
                    y: link.endY
                    control1X: links.width / 2
                    control1Y: link.startY
                    control2X: links.width / 2
                    control2Y: link.endY
                }
            }
        }
    }
}
