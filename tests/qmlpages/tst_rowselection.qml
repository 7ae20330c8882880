// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// How rows are selected everywhere: RowKeys, RowTaps and SelectionBar.
PageTest {
    id: test

    readonly property RowSelection rows: shown?.rows ?? null

    name: "RowSelection"
    page: Component {
        Item {
            id: stage

            property RowSelection rows: RowSelection {
                current: "b"
                count: 2
            }
            property int opened: 0
            property int chosen: 0

            focus: true
            Keys.onPressed: event => event.accepted = keys.take(event)

            RowKeys {
                id: keys

                rows: stage.rows
                page: 7
            }
            Rectangle {
                objectName: "row"
                width: 200
                height: 30

                RowTaps {
                    objectName: "taps"
                    rows: stage.rows
                    rowId: "c"
                    onOpened: stage.opened += 1
                    onChosen: stage.chosen += 1
                }
            }
            SelectionBar {
                objectName: "bar"
                y: 60
                width: 300
                rows: stage.rows

                Button {
                    objectName: "deed"
                    text: "Delete"
                }
            }
        }
    }

    function test_keysWalkAndExtend() {
        show()
        shown.forceActiveFocus()
        for (const key of [Qt.Key_Up, Qt.Key_Down, Qt.Key_PageUp, Qt.Key_PageDown])
            keyClick(key)
        compare(called(rows), [["move", -1, false], ["move", 1, false], ["move", -7, false], ["move", 7, false]])
        keyClick(Qt.Key_Down, Qt.ShiftModifier)
        compare(called(rows), [["move", 1, true]])
        keyClick(Qt.Key_Home)
        keyClick(Qt.Key_End)
        const [home, end] = called(rows)
        verify(home[1] < -1000000 && end[1] > 1000000)
    }
    function test_keysSelectAllMoreAndFewer() {
        show()
        shown.forceActiveFocus()
        keyClick(Qt.Key_A, Qt.ControlModifier)
        keyClick(Qt.Key_Space, Qt.ControlModifier)
        keyClick(Qt.Key_Escape)
        compare(called(rows), [["selectAll"], ["toggle", "b"], ["reduce"]])
    }
    function test_keysOfOthersAreLeftToThem() {
        show()
        shown.forceActiveFocus()
        rows.count = 0
        rows.current = ""
        keyClick(Qt.Key_Escape)
        keyClick(Qt.Key_Space, Qt.ControlModifier)
        keyClick(Qt.Key_Down, Qt.AltModifier)
        keyClick(Qt.Key_Down, Qt.ControlModifier)
        keyClick(Qt.Key_A)
        compare(called(rows), [])
    }
    function test_clicksSelectAsInEveryList() {
        show()
        const row = named("row")
        mouseClick(row, 20, 10)
        mouseClick(row, 20, 10, Qt.LeftButton, Qt.ControlModifier)
        mouseClick(row, 20, 10, Qt.LeftButton, Qt.ShiftModifier)
        compare(called(rows), [["choose", "c"], ["toggle", "c"], ["extendTo", "c"]])
        compare(shown.chosen, 3)
        compare(shown.opened, 0)
        TestPointer.doubleClick(row, 20, 10)
        compare(shown.opened, 1)
    }
    function test_aRowThatIsAButtonChoosesItself() {
        show()
        named("taps").plain = false
        const row = named("row")
        mouseClick(row, 20, 10)
        mouseClick(row, 20, 10, Qt.LeftButton, Qt.ControlModifier)
        compare(called(rows), [["toggle", "c"]])
    }
    function test_theBarIsThereForSeveral_data() {
        return [{ tag: "English", language: "en", words: "2 selected" }, { tag: "Chinese", language: "zh", words: "2" }]
    }
    function test_theBarIsThereForSeveral(data) {
        Session.language = data.language
        show()
        compare(named("bar").visible, true)
        verify(shownText(named("bar")).includes(data.words))
        verify(place(named("deed")).x > place(named("selectionText")).x)
        verifyLegible(shown)
        rows.count = 1
        compare(named("bar").visible, false)
    }
}
