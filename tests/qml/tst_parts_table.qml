// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// A big table under pointer and keys.
Item {
    id: stage

    width: 600
    height: 300

    TestTable {
        id: rows
    }
    DataTable {
        id: table

        anchors.fill: parent
        table: rows
        prefix: "names"
        Accessible.name: "Names"
        emptyText: rows.shown === 0 ? "Nobody is here." : ""
    }
    ControlTest {
        id: test

        property Item view

        name: "DataTable"

        function clickRow(row: int, modifiers: int) {
            mouseClick(view, 60, (row + 0.5) * Theme.rowHeight - view.contentY, Qt.LeftButton, modifiers)
        }
        function initTestCase() {
            view = test.part(table, "namesView")
        }
        function init() {
            rows.filter = ""
            rows.fill(100)
            if (rows.sortColumn !== 0)
                rows.sortBy(0)
            if (!rows.ascending)
                rows.sortBy(0)
            rows.setCurrentRow(-1)
            view.positionViewAtRow(0, TableView.AlignTop)
            tryCompare(view, "rows", 100)
        }
        function cleanup() {
            Theme.dark = true
        }

        function test_aClickMakesARowCurrentAndTheOnlyOne() {
            clickRow(2, Qt.NoModifier)
            compare(rows.currentId, "u2")
            compare(rows.selectedCount, 1)
            clickRow(4, Qt.NoModifier)
            compare(rows.currentId, "u4")
            compare(rows.selectedCount, 1)
            verify(view.activeFocus)
        }
        function test_controlAndShiftSelectMore() {
            clickRow(1, Qt.NoModifier)
            clickRow(3, Qt.ControlModifier)
            compare(rows.selectedCount, 2)
            clickRow(3, Qt.ControlModifier)
            compare(rows.selectedCount, 1)
            clickRow(1, Qt.NoModifier)
            clickRow(5, Qt.ShiftModifier)
            compare(rows.selectedCount, 5)
        }
        function test_keysWalkSelectAndLetGo() {
            clickRow(0, Qt.NoModifier)
            keyClick(Qt.Key_Down)
            compare(rows.currentRow, 1)
            keyClick(Qt.Key_Down, Qt.ShiftModifier)
            compare(rows.selectedCount, 2)
            keyClick(Qt.Key_Space)
            compare(rows.selectedCount, 1)
            keyClick(Qt.Key_A, Qt.ControlModifier)
            compare(rows.selectedCount, 100)
            keyClick(Qt.Key_Escape)
            compare(rows.currentId, "")
        }
        function test_theCurrentRowIsScrolledIntoView() {
            clickRow(0, Qt.NoModifier)
            keyClick(Qt.Key_End)
            compare(rows.currentRow, 99)
            tryVerify(() => view.contentY > 0)
            keyClick(Qt.Key_PageUp)
            verify(rows.currentRow < 99 && rows.currentRow > 80)
            keyClick(Qt.Key_Home)
            compare(rows.currentRow, 0)
            tryCompare(view, "contentY", 0)
        }
        function test_aHeadSortsByClickAndKey() {
            const head = test.part(table, "namesHeader_1")
            mouseClick(head, 10, 10)
            compare(rows.sortColumn, 1)
            compare(rows.nameAt(0), "u0")
            head.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            compare(rows.nameAt(0), "u99")
        }
        function test_aHeadTellsItsOrder() {
            const head = test.part(table, "namesHeader_0")
            compare(TestAccess.name(head), "Name")
            compare(TestAccess.description(head), "sorted upwards")
            mouseClick(head, 10, 10)
            compare(TestAccess.description(head), "sorted downwards")
            test.verifyFits(head)
        }
        function test_anEdgeIsDraggedToResize() {
            const before = rows.columnWidth(1)
            const edge = test.part(table, "namesHeader_1Edge")
            mousePress(edge)
            for (let x = 0; x <= 60; x += 10)
                mouseMove(edge, -x + edge.width / 2, edge.height / 2)
            mouseRelease(edge)
            verify(rows.columnWidth(1) !== before, rows.columnWidth(1))
            rows.setColumnWidth(1, 120)
        }
        function test_theTableIsToldByItsName() {
            compare(TestAccess.role(view), "Table")
            compare(TestAccess.name(view), "Names")
        }
        function test_theFocusIsSeen() {
            stage.forceActiveFocus()
            test.part(table, "namesHeader_0").forceActiveFocus()
            const before = TestEyes.picture(stage)
            view.forceActiveFocus(Qt.TabFocusReason)
            verify(before !== TestEyes.picture(stage))
        }
        function test_anEmptyTableSaysSo() {
            compare(test.part(table, "namesEmpty").visible, false)
            rows.filter = "nobody"
            compare(test.part(table, "namesEmpty").visible, true)
            compare(test.part(table, "namesEmpty").text, "Nobody is here.")
        }
        function test_theSelectionOutlivesAnotherSnapshot() {
            clickRow(3, Qt.NoModifier)
            rows.fill(50)
            compare(rows.currentId, "u3")
            tryCompare(view, "rows", 50)
            rows.fill(2)
            compare(rows.currentRow, -1)
        }
        function test_rowsAreReadableInEachState() {
            test.inBothThemes(() => {
                for (const ground of [Theme.surface, Theme.hover, Theme.pressed, Theme.selection])
                    test.verifyReadable(Theme.text, ground, "row")
            })
        }
    }
}
