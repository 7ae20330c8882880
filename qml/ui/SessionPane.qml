// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// One session, opened beside the table: what is known of it, and the rule that places it.
Rectangle {
    id: pane

    required property SessionDetail detail

    signal closed
    signal tailWanted

    objectName: "sessionPane"
    radius: Theme.radius
    color: Theme.surfaceAlt
    clip: true

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceMedium
        spacing: Theme.spaceMedium

        RowLayout {
            spacing: Theme.space
            Layout.fillWidth: true

            Label {
                objectName: "sessionPaneUser"
                text: pane.detail.user
                font.pixelSize: Theme.fontLarge
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                Layout.maximumWidth: 180
            }
            VersionChip {
                version: pane.detail.version
            }
            Item {
                Layout.fillWidth: true
            }
            ToolButton {
                id: closer

                objectName: "sessionPaneClose"
                implicitWidth: Theme.controlHeight
                Accessible.name: qsTr("Close")
                onClicked: pane.closed()

                Style.Icon {
                    anchors.centerIn: parent
                    name: "close"
                    color: closer.hovered ? Theme.text : Theme.muted
                }
            }
        }
        RowLayout {
            visible: pane.detail.ended
            spacing: Theme.space

            StateMark {
                kind: "unknown"
            }
            Label {
                objectName: "sessionPaneEnded"
                text: qsTr("This session has ended. This is the last that its node told.")
                color: Theme.muted
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
        Flickable {
            id: body

            contentHeight: content.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar {}
            Layout.fillWidth: true
            Layout.fillHeight: true

            ColumnLayout {
                id: content

                width: body.width
                spacing: Theme.spaceMedium

                Column {  // not a layout: see PlotCard's legend
                    id: facts

                    spacing: Theme.spaceSmall
                    Layout.fillWidth: true

                    Repeater {
                        model: pane.detail.facts

                        SessionFact {
                            width: facts.width
                        }
                    }
                }
                Rectangle {
                    implicitHeight: Theme.line
                    color: Theme.border
                    Layout.fillWidth: true
                }
                Label {
                    text: qsTr("The rule that places it")
                    font.weight: Font.DemiBold
                    Layout.fillWidth: true
                }
                RowLayout {
                    spacing: Theme.space
                    Layout.fillWidth: true

                    StateMark {
                        kind: pane.detail.verdictKind
                        Layout.alignment: Qt.AlignTop
                    }
                    Label {
                        objectName: "sessionPaneVerdict"
                        text: pane.detail.verdict
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                }
                Column {  // not a layout: see PlotCard's legend
                    id: steps

                    spacing: Theme.spaceSmall
                    Layout.fillWidth: true

                    Repeater {
                        model: pane.detail.steps

                        SessionStep {
                            width: steps.width
                        }
                    }
                }
                ColumnLayout {
                    visible: pane.detail.request.count > 0
                    spacing: Theme.spaceSmall
                    Layout.fillWidth: true

                    Label {
                        text: qsTr("The request that opened it")
                        font.weight: Font.DemiBold
                        Layout.fillWidth: true
                    }
                    Column {
                        id: request

                        spacing: Theme.spaceSmall
                        Layout.fillWidth: true

                        Repeater {
                            model: pane.detail.request

                            SessionFact {
                                width: request.width
                            }
                        }
                    }
                }
                Label {
                    visible: text !== ""
                    objectName: "sessionPaneUnknown"
                    text: pane.detail.unknownText
                    color: Theme.muted
                    font.pixelSize: Theme.fontSmall
                    wrapMode: Text.Wrap
                    Layout.fillWidth: true
                }
            }
        }
        RowLayout {
            spacing: Theme.space
            Layout.fillWidth: true

            Item {
                Layout.fillWidth: true
            }
            Button {
                objectName: "sessionPaneTail"
                enabled: !pane.detail.ended
                text: qsTr("Live frames…")
                onClicked: pane.tailWanted()
            }
            Button {
                objectName: "sessionPaneCopy"
                text: qsTr("Copy as JSON")
                onClicked: pane.detail.copyJson()
            }
        }
    }
}
