// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Shapes
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Gateways, versions and instances in three columns; the width of a flow is its share of the traffic, its
// colour its version's, red where its end is unwell. `topology` as OverviewViewModel gives it. Arrows go from
// node to node, Enter or a click opens what there is to see of one.
Item {
    id: map

    required property var topology
    property int column: 1
    property int row: 0
    readonly property int nodeWidth: Math.min(230, width / 4.5)
    readonly property int widest: 44
    readonly property var flows: topology.flows || []
    readonly property int more: topology.more ?? 0  // instances that are not drawn

    signal placeAsked(place: string)

    // The same height in the column next to it.
    function walk(columns: int, rows: int) {
        const from = nodes(column).length
        const next = Math.max(0, Math.min(column + columns, 2))
        const count = nodes(next).length
        if (count === 0)
            return
        const at = columns === 0 ? row + rows : Math.round((row + 0.5) / Math.max(1, from) * count - 0.5)
        column = next
        row = Math.max(0, Math.min(at, count - 1))
    }
    function openAt() {
        const node = nodes(column)[row]
        if (node)
            placeAsked(node.place)
    }
    function columnX(column: int): real {
        return column * (width - nodeWidth) / 2
    }
    function nodeY(index: int, count: int): real {
        return (index + 0.5) / Math.max(1, count) * height
    }
    function nodes(column: int): var {
        return (column === 0 ? topology.gateways : column === 1 ? topology.versions : topology.instances) || []
    }

    activeFocusOnTab: nodes(1).length > 0
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Topology")
    Accessible.description: nodes(column)[row]?.words ?? ""
    Accessible.focusable: true
    Keys.onLeftPressed: walk(-1, 0)
    Keys.onRightPressed: walk(1, 0)
    Keys.onUpPressed: walk(0, -1)
    Keys.onDownPressed: walk(0, 1)
    Keys.onReturnPressed: openAt()
    Keys.onEnterPressed: openAt()

    Repeater {
        model: map.flows.length

        Shape {
            id: flow

            required property int index
            readonly property var modelData: map.flows[index]
            readonly property real x1: map.columnX(modelData.left) + map.nodeWidth
            readonly property real x2: map.columnX(modelData.left + 1)
            readonly property real y1: map.nodeY(modelData.from, map.nodes(modelData.left).length)
            readonly property real y2: map.nodeY(modelData.to, map.nodes(modelData.left + 1).length)

            anchors.fill: parent
            opacity: modelData.width > 0 ? 0.55 : 0.25

            ShapePath {
                strokeWidth: Math.max(1, flow.modelData.width * map.widest)
                strokeColor: flow.modelData.kind === "bad" ? Theme.bad
                           : Theme.versionColor(VersionColors.indexes[flow.modelData.version])
                strokeStyle: flow.modelData.width > 0 ? ShapePath.SolidLine : ShapePath.DashLine
                fillColor: "transparent"
                capStyle: ShapePath.FlatCap
                startX: flow.x1
                startY: flow.y1

                PathCubic {
                    x: flow.x2
                    y: flow.y2
                    control1X: (flow.x1 + flow.x2) / 2
                    control1Y: flow.y1
                    control2X: (flow.x1 + flow.x2) / 2
                    control2Y: flow.y2
                }
            }
        }
    }
    Repeater {
        model: 3

        Item {
            id: column

            required property int index
            readonly property var nodes: map.nodes(index)

            anchors.fill: parent

            Repeater {
                // By number: the figures change each second, and a node that is made anew loses its click.
                model: column.nodes.length

                Rectangle {
                    id: node

                    required property int index
                    readonly property var modelData: column.nodes[index]
                    readonly property bool current: map.activeFocus && map.column === column.index && map.row === index

                    objectName: "node_" + modelData.name
                    x: map.columnX(column.index)
                    y: map.nodeY(index, column.nodes.length) - height / 2
                    width: map.nodeWidth
                    height: Math.min(40, Math.max(16, map.height / Math.max(1, column.nodes.length) - Theme.spaceSmall))
                    radius: Theme.radius
                    color: nodeHover.hovered ? Theme.hover : Theme.surfaceAlt
                    border.width: current ? Theme.focusLine : Theme.line
                    border.color: current ? Theme.accent : modelData.kind === "bad" ? Theme.bad : modelData.kind === "warn" ? Theme.warn : Theme.border
                    Accessible.role: Accessible.Button
                    Accessible.name: modelData.words
                    Accessible.onPressAction: map.placeAsked(modelData.place)
                    ToolTip.text: modelData.words
                    ToolTip.visible: nodeHover.hovered
                    ToolTip.delay: 400

                    HoverHandler {
                        id: nodeHover

                        cursorShape: Qt.PointingHandCursor
                    }
                    TapHandler {
                        onTapped: {
                            map.column = column.index
                            map.row = node.index
                            map.placeAsked(node.modelData.place)
                        }
                    }

                    Row {
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.space
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: Theme.space

                        StateMark {
                            anchors.verticalCenter: parent.verticalCenter
                            width: Theme.spaceMedium
                            height: Theme.spaceMedium
                            kind: node.modelData.kind
                        }
                        VersionFill {
                            visible: node.modelData.version !== ""
                            anchors.verticalCenter: parent.verticalCenter
                            width: 10
                            height: 10
                            radius: Theme.radiusSmall
                            version: node.modelData.version
                        }
                        Label {
                            anchors.verticalCenter: parent.verticalCenter
                            width: Math.min(implicitWidth, node.width - rate.implicitWidth - x - 3 * Theme.space)
                            text: node.modelData.name
                            elide: Text.ElideRight
                            font.pixelSize: node.height < 24 ? Theme.fontSmall - 2 : Theme.fontSize
                        }
                    }
                    NumberText {
                        id: rate

                        anchors.right: parent.right
                        anchors.rightMargin: Theme.space
                        anchors.verticalCenter: parent.verticalCenter
                        text: qsTr("%1/s").arg(node.modelData.text)
                        color: Theme.muted
                        font.pixelSize: Theme.fontSmall
                    }
                }
            }
        }
    }
    Label {
        anchors.centerIn: parent
        visible: map.nodes(0).length === 0
        text: qsTr("No proxy of this service is heard.")
        color: Theme.muted
    }
}
