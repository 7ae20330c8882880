// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// ReviewDialog with ChangeRow and DiffView, and MergeDialog: few changes and many, in high and in low windows.
PageTest {
    id: test

    name: "DraftDialogs"
    width: 1440
    height: 900

    Component {
        id: review

        Item {
            id: reviewStage

            property TrafficViewModel vm: FullTraffic {
                changed: true
                effectText: "About 5 of 100 users change their version."
                changes: test.changesOf(2)
                diff: test.times(30, number => ({ kind: "changed", leftNumber: number, rightNumber: number, left: "\"weight\": 10", right: "\"weight\": 30" }))
            }
            property Dialog dialog: ReviewDialog {
                vm: reviewStage.vm
            }
        }
    }
    Component {
        id: merge

        Item {
            id: mergeStage

            property TrafficViewModel vm: FullTraffic {
                conflict: true
                conflictText: "mia published r43 meanwhile."
                merge.conflicts: 20
                merge.open: 20
                merge.lines.rows: test.times(20, number => ({
                    pointer: "/rules/rule " + number + "/split", what: "Rule " + number, base: "v1 100", mine: "v1 90, v2 10", theirs: "v1 80, v2 20",
                    conflict: true, side: ""
                }))
            }
            property Dialog dialog: MergeDialog {
                vm: mergeStage.vm
            }
        }
    }

    function times(count: int, make: var): var {
        return Array.from({ length: count }, (_, number) => make(number))
    }
    function changesOf(count: int): var {
        return times(count, number => ({ what: "rule " + number, version: "v2", before: "10", after: "30" }))
    }
    // Where an item is on the screen.
    function area(item: Item): rect {
        settle(item)
        return item.mapToItem(null, 0, 0, item.width, item.height)
    }
    function verifyInWindow(name: string) {
        const item = anywhere(name)
        const place = area(item)
        verify(item.visible && place.y >= 0 && place.y + place.height <= test.height, name + " from " + place.y + ", " + place.height + " high")
    }
    function lower(height: int) {
        test.height = height
        tryVerify(() => test.Window.window.height === height)
    }
    function cleanup() {
        shown = null
        TestCluster.use(false)
        lower(900)
    }

    function test_manyChangesLeaveTheButtonInTheWindow() {
        TestCluster.use(true)
        lower(680)
        page = review
        const dialog = showDialog()
        vm.changes = changesOf(20)
        vm.warnings = times(6, number => "Rule " + number + " is never reached.")
        for (const name of ["publishMessage", "publishWord", "cancelPublishButton", "confirmPublishButton"])
            verifyInWindow(name)
        compare(anywhere("reviewScrollBar").visible, true)
        verify(anywhere("reviewDiff").height >= 200)
        const scroller = anywhere("reviewScroller")
        for (let i = 0; i < 10; ++i)
            keyClick(Qt.Key_PageDown)
        compare(scroller.contentY, scroller.contentHeight - scroller.height)
        const last = texts(scroller).find(label => label.text.startsWith("Rule 5"))
        fuzzyCompare(area(last).y + last.height, area(scroller).y + scroller.height, 4)
        for (let i = 0; i < 10; ++i)
            keyClick(Qt.Key_PageUp)
        compare(scroller.contentY, 0)
        type("more")
        anywhere("publishWord").forceActiveFocus()
        type("chat")
        press("confirmPublishButton")
        compare(called(), [["publish", "more"]])
        verify(dialog.opened)
    }
    function test_fewChangesAreSeenWhole() {
        page = review
        showDialog()
        const scroller = anywhere("reviewScroller")
        settle(anywhere("confirmPublishButton"))
        compare(scroller.contentHeight, scroller.height)
        compare(anywhere("reviewScrollBar").visible, false)
        compare(anywhere("reviewDiff").height, 260)
        for (const words of ["rule 0", "rule 1", "About 5 of 100 users", "No warnings."])
            verify(dialogText().includes(words), words)
    }
    function test_theButtonStaysWhenTheEffectComes_data() {
        return [{ tag: "high", height: 900, changes: 2 }, { tag: "low", height: 680, changes: 20 }]
    }
    function test_theButtonStaysWhenTheEffectComes(data) {
        lower(data.height)
        page = review
        showDialog()
        vm.changes = changesOf(data.changes)
        const before = area(anywhere("confirmPublishButton"))
        vm.impactText = "1,243 of 40,000 users change version"
        vm.impactBasis = "counted on 12,000 live requests of the last 5 min"
        vm.impactDetails = times(12, number => ({ text: "v1 → v2: " + number + " users" }))
        compare(area(anywhere("confirmPublishButton")), before)
    }

    function test_twentyCollisionsAreSettledByKeysInOneGo() {
        page = merge
        showDialog()
        const lines = vm.merge.lines
        vm.merge.answers = { choose: (pointer, mine) => lines.change(parseInt(pointer.split(" ")[1]), "side", mine ? "mine" : "theirs") }
        const list = anywhere("mergeList")
        tryVerify(() => list.itemAtIndex(10) !== null)
        verify(list.contentHeight > list.height, "not all are in sight")
        anywhere("mergeMine_0").forceActiveFocus(Qt.TabFocusReason)
        for (let row = 0; row < 20; ++row) {
            const mine = anywhere("mergeMine_" + row)
            verify(mine.activeFocus, "row " + row)
            const top = mine.mapToItem(list, 0, 0).y
            verify(top >= 0 && top + mine.height <= list.height, "row " + row + " is seen")
            keyClick(Qt.Key_Space)
            compare(mine.taken, true)
            verify(mine.activeFocus, "row " + row + " keeps the focus")
            keyClick(Qt.Key_Tab)
            keyClick(Qt.Key_Tab)
        }
        compare(called(vm.merge).length, 20)
        verify(list.contentY > 0, "it stays where one is")
    }
}
