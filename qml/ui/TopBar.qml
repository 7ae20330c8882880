// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// The product, the cluster and whether it answers; theme and language.
Rectangle {
    id: bar

    required property StatusViewModel status
    required property ClustersViewModel clusters
    required property Notices notices
    required property FlightViewModel flight

    signal paletteAsked

    implicitHeight: Theme.barHeight
    color: Theme.surface

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceLarge
        anchors.rightMargin: Theme.spaceMedium
        spacing: Theme.spaceMedium

        HalftoneMark {}
        Label {
            text: "Halftone"
            font.pixelSize: Theme.fontLarge
            font.weight: Font.DemiBold
        }
        Rectangle {
            implicitWidth: Theme.line
            implicitHeight: Theme.iconSize + Theme.spaceSmall
            color: Theme.border
        }
        StateMark {
            kind: bar.status.consulKind
            label: bar.status.consulText
        }
        Button {
            objectName: "clusterButton"
            flat: true
            text: bar.clusters.current + "  ▾"
            ToolTip.text: bar.status.address
            ToolTip.visible: hovered
            Accessible.name: qsTr("Cluster %1").arg(bar.clusters.current)
            onClicked: connection.open()
        }
        ComboBox {
            readonly property var names: bar.clusters.datacenters

            objectName: "datacenterChoice"
            visible: bar.clusters.datacenters.length > 1
            model: bar.clusters.datacenters
            currentIndex: Math.max(0, names.indexOf(bar.clusters.datacenter))
            Accessible.name: qsTr("Data centre")
            onActivated: bar.clusters.useDatacenter(currentText)
        }
        Label {
            objectName: "productionChip"
            visible: Session.production
            text: qsTr("PRODUCTION")
            color: Theme.bad
            font.pixelSize: Theme.fontSmall
            font.weight: Font.DemiBold
        }
        Label {
            objectName: "readOnlyChip"
            visible: Session.readOnly
            text: qsTr("read-only")
            color: Theme.warn
            font.pixelSize: Theme.fontSmall
            font.weight: Font.DemiBold
        }
        Label {
            text: bar.status.consulText
            color: Theme.muted
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        RecordButton {
            flight: bar.flight
        }
        Button {
            objectName: "paletteButton"
            text: qsTr("Search or command") + "   Ctrl+K"
            ToolTip.text: qsTr("Pages, actions, services, rules, instances, users")
            ToolTip.visible: hovered
            ToolTip.delay: 400
            onClicked: bar.paletteAsked()
        }
        NoticesButton {
            notices: bar.notices
        }
        IconButton {
            objectName: "helpButton"
            iconName: "help"
            hint: qsTr("Keyboard shortcuts (F1)")
            onClicked: Session.askHelp()
        }
        ToolButton {
            objectName: "languageButton"
            text: Session.language === "en" ? "中文" : "English"
            ToolTip.text: qsTr("Language (Ctrl+L)")
            ToolTip.visible: hovered
            Accessible.name: qsTr("Switch language")
            onClicked: Session.toggleLanguage()
        }
        ToolButton {
            objectName: "themeButton"
            implicitWidth: Theme.controlHeight
            ToolTip.text: qsTr("Theme (Ctrl+T)")
            ToolTip.visible: hovered && !themes.visible
            Accessible.name: qsTr("Switch theme")
            onClicked: themes.popup(this, width - themes.width, height + Theme.spaceSmall)

            ThemeMenu {
                id: themes
            }

            Style.Icon {
                anchors.centerIn: parent
                name: Session.dark ? "sun" : "moon"
            }
        }
    }
    ConnectionDialog {
        id: connection

        clusters: bar.clusters
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.border
    }
}
