// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Theme

// A big live table: columns to sort by and to resize, one current row, more that are selected, keys to walk and to
// select as in every list. `prefix` begins the names of its parts.
FocusScope {
    id: root

    required property FlatTable table
    property string prefix: "table"
    property string emptyText
    property int hoverRow: -1
    // The scroll bar stands beside the columns, not on them.
    readonly property int room: width - Theme.spaceMedium

    function widthOf(column: int, room: int, revision: int): int {
        return revision < 0 ? 0 : root.table.fittedWidth(column, room)
    }
    function rowAt(y: real): int {
        return Math.floor((y + view.contentY) / Theme.rowHeight)
    }
    function walk(rows: int, extend: bool) {
        if (extend)
            root.table.extendBy(rows)
        else
            root.table.moveCurrent(rows)
        if (root.table.currentRow >= 0)
            view.positionViewAtRow(root.table.currentRow, TableView.Contain)
    }

    clip: true

    Rectangle {
        id: header

        width: parent.width
        height: Theme.rowHeight
        color: Theme.surfaceAlt

        Row {
            x: -view.contentX

            Repeater {
                model: root.table.columns

                TableHeaderCell {
                    required property var modelData
                    required property int index

                    objectName: root.prefix + "Header_" + index
                    width: root.widthOf(index, root.room, root.table.layoutRevision)
                    title: modelData.title
                    numeric: modelData.numeric
                    sorted: root.table.sortColumn === index
                    ascending: root.table.ascending
                    onClicked: root.table.sortBy(index)
                    onDragged: pixels => root.table.setColumnWidth(index, root.table.columnWidth(index) + pixels)
                }
            }
        }
        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.line
            color: Theme.border
        }
    }
    TableView {
        id: view

        objectName: root.prefix + "View"
        anchors.fill: parent
        anchors.topMargin: header.height
        clip: true
        focus: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        pixelAligned: true
        reuseItems: true
        keyNavigationEnabled: false
        pointerNavigationEnabled: false
        model: root.table
        columnWidthProvider: column => root.table.fittedWidth(column, root.room)
        rowHeightProvider: () => Theme.rowHeight
        onWidthChanged: forceLayout()
        ScrollBar.vertical: ScrollBar {}
        ScrollBar.horizontal: ScrollBar {}
        Accessible.role: Accessible.Table
        Accessible.name: root.Accessible.name

        delegate: TableCell {
            hovered: row === root.hoverRow
        }

        Keys.onPressed: event => {
            if (event.key === Qt.Key_A && event.modifiers === Qt.ControlModifier) {
                root.table.selectAll()
                event.accepted = true
                return
            }
            if (event.key === Qt.Key_Space && root.table.currentRow >= 0) {
                root.table.toggleRow(root.table.currentRow)
                event.accepted = true
                return
            }
            if (event.key === Qt.Key_Escape && root.table.currentId !== "") {
                root.table.setCurrentRow(-1)
                event.accepted = true
                return
            }
            const page = Math.max(1, Math.floor(view.height / Theme.rowHeight) - 1)
            const steps = {
                [Qt.Key_Up]: -1, [Qt.Key_Down]: 1,
                [Qt.Key_PageUp]: -page, [Qt.Key_PageDown]: page,
                [Qt.Key_Home]: -view.rows, [Qt.Key_End]: view.rows
            }
            if (!(event.key in steps))
                return
            root.walk(steps[event.key], (event.modifiers & Qt.ShiftModifier) !== 0)
            event.accepted = true
        }

        HoverHandler {
            onPointChanged: root.hoverRow = root.rowAt(point.position.y)
            onHoveredChanged: if (!hovered) root.hoverRow = -1
        }
        TapHandler {
            acceptedModifiers: Qt.NoModifier
            onTapped: point => {
                view.forceActiveFocus()
                root.table.setCurrentRow(root.rowAt(point.position.y))
            }
        }
        TapHandler {
            acceptedModifiers: Qt.ControlModifier
            onTapped: point => {
                view.forceActiveFocus()
                root.table.toggleRow(root.rowAt(point.position.y))
            }
        }
        TapHandler {
            acceptedModifiers: Qt.ShiftModifier
            onTapped: point => {
                view.forceActiveFocus()
                root.table.extendTo(root.rowAt(point.position.y))
            }
        }
        Connections {
            target: root.table

            function onLayoutRevised() {
                view.forceLayout()
            }
        }
    }
    Rectangle {
        objectName: root.prefix + "Ring"
        anchors.fill: parent
        visible: view.activeFocus && Session.byKeys
        color: "transparent"
        border.width: Theme.line
        border.color: Theme.accent
        radius: Theme.radiusSmall
    }
    Label {
        objectName: root.prefix + "Empty"
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.spaceLarge
        visible: text !== ""
        text: root.emptyText
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
}
