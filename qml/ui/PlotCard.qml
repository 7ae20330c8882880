// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
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
    readonly property bool hasCursor: !isNaN(cursorTime)

    signal cursorMoved(time: real)

    headerItems: [
        Repeater {
            model: plot.legend

            VersionLine {
                required property var modelData

                version: modelData.version
                text: modelData.name
                variant: modelData.variant
            }
        }
    ]

    LinePlot {
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
        fontPixelSize: Theme.fontSmall
        fontFamily: Theme.family
        Accessible.role: Accessible.Chart
        Accessible.name: card.title
        Layout.fillWidth: true
        Layout.fillHeight: true
        onHoverTimeChanged: card.cursorMoved(hoverTime)

        PlotReadout {
            anchors.fill: parent
            visible: card.hasCursor && lineX >= 0
            plot: plot
            time: card.cursorTime
        }
    }
}
