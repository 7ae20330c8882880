// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Theme

// The crosshair of a chart at one time, with each line's value there.
Item {
    id: readout

    required property LinePlot plot
    required property real time
    readonly property var rows: visible && plot.revision >= 0 ? plot.valuesAt(time) : []
    readonly property real lineX: plot.revision >= 0 ? plot.xOf(time) : -1

    Rectangle {
        x: readout.lineX
        width: Theme.line
        height: readout.plot.plotBottom
        color: Theme.muted
        opacity: 0.6
    }
    Rectangle {
        id: box

        readonly property bool leftOfLine: readout.lineX > readout.width / 2

        x: leftOfLine ? readout.lineX - width - Theme.space : readout.lineX + Theme.space
        y: Theme.spaceSmall
        width: column.width + 2 * Theme.space
        height: column.height + 2 * Theme.spaceSmall
        radius: Theme.radiusSmall
        color: Theme.surfaceAlt
        border.width: Theme.line
        border.color: Theme.border

        Column {
            id: column

            x: Theme.space
            y: Theme.spaceSmall
            spacing: Theme.spaceTiny

            Label {
                text: readout.visible ? readout.plot.timeText(readout.time) : ""
                color: Theme.muted
                font.family: Theme.mono
                font.pixelSize: Theme.fontSmall
            }
            Label {
                visible: text !== ""
                text: readout.visible && readout.plot.revision >= 0 ? readout.plot.markText(readout.time) : ""
                font.pixelSize: Theme.fontSmall
            }
            Repeater {
                model: readout.rows

                Row {
                    id: row

                    required property var modelData

                    spacing: Theme.space

                    VersionLine {
                        width: Math.max(implicitWidth, 56)
                        version: row.modelData.version
                        text: row.modelData.name
                        variant: row.modelData.variant
                    }
                    NumberText {
                        text: row.modelData.text
                        font.pixelSize: Theme.fontSmall
                    }
                }
            }
        }
    }
}
