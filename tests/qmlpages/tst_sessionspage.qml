// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Sessions: the table, how far it is from the policy, and the moves; SessionsSummary, SessionsVersionRow, SessionMoves
// and SessionMoveRow with it.
PageTest {
    id: test

    name: "SessionsPage"
    page: Component {
        SessionsPage {
            vm: FullSessions {}
        }
    }

    function test_whatIsOpenAndWhatIsWantedStandSideBySide() {
        show()
        const row = named("sessionsVersion_v1")
        for (const words of ["v1", "2", "66.7 %", "50.0 %", "+16.7"])
            verify(shownText(row).includes(words), words)
        compare(named("sessionsDriftText").text, "1 of 3 sessions would be placed elsewhere")
        compare(named("sessionsPlacedBar").visible, true)
        const figures = place(named("sessionsVersionHead"))
        const bar = place(named("sessionsOpenBar"))
        verify(bar.width > 400 && bar.x - figures.x - figures.width < 200, "the bars have the room beside the figures")
        vm.drift.known = false
        compare(named("sessionsPlacedBar").visible, false)
        compare(named("sessionsCloseDrift").visible, false)
    }
    function test_aVersionFiltersTheTable() {
        show()
        click("sessionsVersion_v2")
        compare(called(), [["filterVersion", "v2"]])
    }
    function test_withoutSessionsItSaysWhy() {
        show()
        vm.table.rows = []
        vm.table.total = 0
        vm.versions.rows = []
        vm.emptyText = "Nobody chats just now."
        verify(says("Nobody chats just now."))
        compare(named("sessionsDrain").enabled, false)
        verify(!says("Default split"))
        vm.state = PageViewModel.Loading
        verify(!says("Nobody chats just now."))
    }
    function test_theTablePauses() {
        show()
        compare(TestAccess.name(named("sessionsPause")), "Pause the table")
        click("sessionsPause")
        compare(vm.paused, true)
        compare(TestAccess.name(named("sessionsPause")), "Go on")
        click("sessionsPause")
        compare(vm.paused, false)
    }
    function test_whatIsSelectedCanBeMovedAndKicked() {
        show()
        compare(named("sessionsMove").visible, false)
        vm.selectionText = "2 selected"
        verify(says("2 selected"))
        click("sessionsMove")
        compare(called(vm.actions), [["beginMove"]])
        tryCompare(anywhere("moveCancel"), "visible", true)
        press("moveCancel")
        tryCompare(anywhere("moveCancel"), "visible", false)
        click("sessionsKick")
        compare(called(vm.actions), [["beginKick"]])
        tryCompare(anywhere("kickCancel"), "visible", true)
        press("kickCancel")
        tryCompare(anywhere("kickCancel"), "visible", false)
    }
    function test_drainAndDriftBeginTheirMoves() {
        show()
        click("sessionsDrain")
        compare(called(vm.actions), [["beginDrain", "node", ""]])
        press("moveCancel")
        tryCompare(anywhere("moveCancel"), "visible", false)
        click("sessionsCloseDrift")
        compare(called(vm.actions), [["beginCloseDrift"]])
    }
    function test_aReadOnlyConnectionOffersNoMove() {
        show()
        compare(named("sessionsReadOnly").visible, false)
        vm.selectionText = "2 selected"
        vm.actions.readOnly = true
        compare(named("sessionsReadOnly").visible, true)
        for (const name of ["sessionsDrain", "sessionsMove", "sessionsKick", "sessionsCloseDrift", "sessionMoveStop", "sessionsReopen_chat-2"])
            compare(named(name).enabled, false, name)
    }
    function test_aDialogAskedForFromElsewhereOpens_data() {
        return [
            { tag: "drain", begins: ["beginDrain", "node", ""], button: "moveCancel" },
            { tag: "move", begins: ["beginMove"], button: "moveCancel" },
            { tag: "kick", begins: ["beginKick"], button: "kickCancel" }
        ]
    }
    function test_aDialogAskedForFromElsewhereOpens(data) {
        show()
        vm.dialogAsked(data.tag)
        compare(called(vm.actions), [data.begins])
        tryCompare(anywhere(data.button), "visible", true)
    }
    function test_aRunningMoveIsToldAndStopped() {
        show()
        const moves = named("sessionMoves")
        for (const words of ["node chat-2", "1 of 3, about 5 s", "takes no new sessions"])
            verify(shownText(moves).includes(words), words)
        click("sessionMoveStop")
        click("sessionsReopen_chat-2")
        compare(called(vm.actions), [["stop", "m1"], ["reopen", "s2"]])
        vm.actions.running.moves.change(0, "running", false)
        compare(named("sessionMoveStop").visible, false)
        vm.actions.running.present = false
        compare(moves.visible, false)
    }
    function test_onProductionStoppingIsAskedFirst() {
        TestCluster.use(true)
        show()
        click("sessionMoveStop")
        compare(called(vm.actions), [])
        const yes = anywhere("sessionStopDialogYes")
        tryCompare(yes, "visible", true)
        compare(yes.enabled, false)
        type("chat")
        tryCompare(yes, "enabled", true)
        keyClick(Qt.Key_Return)
        compare(called(vm.actions), [["stop", "m1"]])
    }
    function test_aFailedOrderIsSaid() {
        show()
        vm.actions.running.present = false
        compare(named("sessionMoves").visible, false)
        vm.actions.error = "chat-1 did not answer"
        compare(named("sessionMoves").visible, true)
        verify(says("chat-1 did not answer"))
    }
    function test_theChosenSessionOpensBeside() {
        show()
        compare(named("sessionPane").visible, true)
        click("sessionPaneClose")
        compare(called(vm.table), [["setCurrentRow", -1]])
        click("sessionPaneTail")
        compare(called(), [["watchCurrent"]])
        tryCompare(anywhere("tailClose"), "visible", true)
        press("tailClose")
        vm.detail.present = false
        compare(named("sessionPane").visible, false)
    }
    function test_aClickChoosesARow() {
        show()
        const table = named("sessionsTable")
        const cell = texts(table).find(label => label.text === "u2")
        mouseClick(cell)
        compare(called(vm.table), [["setCurrentRow", 1]])
        mouseClick(cell, 4, 4, Qt.LeftButton, Qt.ControlModifier)
        compare(called(vm.table), [["toggleRow", 1]])
        mouseClick(cell, 4, 4, Qt.LeftButton, Qt.ShiftModifier)
        compare(called(vm.table), [["extendTo", 1]])
    }
    function test_ctrlFGoesToTheFilter() {
        show()
        vm.shown = true
        keyClick(Qt.Key_F, Qt.ControlModifier)
        compare(named("sessionsFilter").activeFocus, true)
        type("v2")
        tryCompare(vm.table, "filter", "v2")
    }
}
