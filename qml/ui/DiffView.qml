// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// Two texts side by side. `rows`: [{kind, leftNumber, rightNumber, left, right}].
Rectangle {
    id: view

    property var rows: []
    property string leftTitle
    property string rightTitle

    radius: Theme.radius
    color: Theme.dark ? Theme.window : Theme.surfaceAlt
    border.width: Theme.line
    border.color: Theme.border

    component Half: Rectangle {
        id: half

        property string number
        property string line
        property string mark
        property color tint: "transparent"

        color: Qt.rgba(tint.r, tint.g, tint.b, tint.a * 0.18)
        clip: true

        NumberText {
            id: count

            width: 30
            anchors.verticalCenter: parent.verticalCenter
            text: half.number
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
        Label {
            x: count.width + Theme.spaceSmall
            anchors.verticalCenter: parent.verticalCenter
            text: half.mark
            color: half.tint
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
        }
        Label {
            x: count.width + Theme.spaceLarge
            width: parent.width - x
            anchors.verticalCenter: parent.verticalCenter
            text: half.line
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            ToolTip.text: text
            ToolTip.visible: truncated && hover.hovered

            HoverHandler {
                id: hover
            }
        }
    }

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.line
        spacing: 0

        RowLayout {
            spacing: 0
            Layout.preferredHeight: Theme.rowHeight

            Repeater {
                model: 2  // an array of titles would make the labels anew, and the layout would read those that went

                Label {
                    required property int index

                    text: index === 0 ? view.leftTitle : view.rightTitle
                    color: Theme.muted
                    font.pixelSize: Theme.fontSmall
                    leftPadding: Theme.spaceMedium
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
            }
        }
        ListView {
            id: list

            objectName: view.objectName + "List"
            clip: true
            model: view.rows
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            Layout.fillWidth: true
            Layout.fillHeight: true
            ScrollBar.vertical: ScrollBar {}
            Keys.onUpPressed: flick(0, 600)
            Keys.onDownPressed: flick(0, -600)
            delegate: Row {
                id: line

                required property var modelData
                readonly property bool gap: modelData.kind === "gap"

                width: list.width
                height: 20

                Label {
                    visible: line.gap
                    width: parent.width
                    height: parent.height
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    text: "⋯"
                    color: Theme.muted
                }
                Half {
                    visible: !line.gap
                    width: line.width / 2
                    height: line.height
                    number: line.modelData.leftNumber
                    line: line.modelData.left
                    mark: line.modelData.kind === "removed" || line.modelData.kind === "changed" ? "−" : ""
                    tint: mark === "" ? "transparent" : Theme.bad
                }
                Half {
                    visible: !line.gap
                    width: line.width / 2
                    height: line.height
                    number: line.modelData.rightNumber
                    line: line.modelData.right
                    mark: line.modelData.kind === "added" || line.modelData.kind === "changed" ? "+" : ""
                    tint: mark === "" ? "transparent" : Theme.ok
                }
            }
        }
    }
}
