// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// A chart with its title, legend, and a read-out under a crosshair that several cards may share.
Card {
    id: card

    required property PlotData plotData
    property string unit
    property real span: 300
    property real end: 0
    property bool stacked: false
    property real cursorTime: NaN
    property bool interactive: false
    // Said in place of lines while there are none.
    property string emptyText
    // Right of the legend.
    default property alias tools: toolRow.data
    readonly property alias plot: plot
    readonly property bool hasCursor: !isNaN(cursorTime)

    signal cursorMoved(time: real)
    signal zoomAsked(factor: real, time: real)
    signal panAsked(seconds: real)
    signal resetAsked

    headerItems: [
        // A positioner: a layout of Qt 6.4 that is laid out while a Repeater empties it reads freed items.
        Row {
            spacing: Theme.space

            Repeater {
                model: plot.legend

                VersionLine {
                    required property var modelData

                    version: modelData.version
                    text: modelData.name
                    variant: modelData.variant
                }
            }
        },
        RowLayout {
            id: toolRow

            visible: children.length > 0
        }
    ]

    content: LinePlot {
        id: plot

        objectName: card.objectName + "Plot"
        plotData: card.plotData
        unit: card.unit
        span: card.span
        end: card.end
        stacked: card.stacked
        versionIndexes: VersionColors.indexes
        colors: Theme.series
        textColor: Theme.muted
        gridColor: Theme.border
        backgroundColor: Theme.surface
        markColor: Theme.text
        badColor: Theme.bad
        interactive: card.interactive
        fontPixelSize: Theme.fontSmall
        fontFamily: Theme.family
        Accessible.role: Accessible.Chart
        Accessible.name: card.title
        Layout.fillWidth: true
        Layout.fillHeight: true
        onHoverTimeChanged: card.cursorMoved(hoverTime)
        onZoomAsked: (factor, time) => card.zoomAsked(factor, time)
        onPanAsked: seconds => card.panAsked(seconds)
        onResetAsked: card.resetAsked()

        Label {
            anchors.centerIn: parent
            visible: plot.empty && text !== ""
            text: card.emptyText
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
        PlotReadout {
            anchors.fill: parent
            visible: card.hasCursor && lineX >= 0
            plot: plot
            time: card.cursorTime
        }
    }
}
