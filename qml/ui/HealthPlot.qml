// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Ui

// One of the health page's charts: as large as the others, on their time axis.
PlotCard {
    id: card

    required property HealthViewModel vm
    required property HealthChart chart

    plotData: chart.plotData
    unit: chart.unit
    span: vm.span
    end: vm.end
    interactive: true
    emptyText: qsTr("Nothing was heard in this time")
    onZoomAsked: (factor, time) => vm.zoom(factor, time)
    onPanAsked: seconds => vm.pan(seconds)
    onResetAsked: vm.reset()
    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.preferredWidth: 1
    Layout.preferredHeight: 1

    HealthThreshold {
        objectName: card.objectName + "Threshold"
        chart: card.chart
        title: card.title
    }
}
