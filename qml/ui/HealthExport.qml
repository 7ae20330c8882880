// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// Writes what the charts show to a file.
Button {
    id: button

    required property HealthViewModel vm
    // [{title, plot}], in their order.
    required property var charts

    text: qsTr("Export")
    leftPadding: Theme.space + Theme.iconSize + Theme.spaceSmall
    ToolTip.text: qsTr("Write what is shown as a picture or as numbers")
    ToolTip.visible: hovered && !menu.visible
    ToolTip.delay: 400
    onClicked: menu.popup(button, 0, button.height + Theme.spaceSmall)

    Style.Icon {
        x: Theme.space
        anchors.verticalCenter: parent.verticalCenter
        name: "download"
    }

    Menu {
        id: menu

        MenuItem {
            objectName: "healthExportPng"
            text: qsTr("Picture (PNG) …")
            onTriggered: dialog.ask("png")
        }
        MenuItem {
            objectName: "healthExportSvg"
            text: qsTr("Drawing (SVG) …")
            onTriggered: dialog.ask("svg")
        }
        MenuItem {
            objectName: "healthExportCsv"
            text: qsTr("Numbers (CSV) …")
            onTriggered: dialog.ask("csv")
        }
    }
    Connections {
        target: button.vm

        function onDialogAsked(name: string) {
            if (name === "png" || name === "svg" || name === "csv")
                dialog.ask(name)
        }
    }
    HealthExportDialog {
        id: dialog

        vm: button.vm
        charts: button.charts
    }
}
