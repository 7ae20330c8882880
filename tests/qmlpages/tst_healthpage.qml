// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Health: versions side by side in figures, in charts and in one verdict; HealthTable, HealthRow, HealthComparison,
// HealthView, HealthThreshold and PlotReadout with it.
PageTest {
    id: test

    // As its window opens the page: nobody has pressed Tab or clicked.
    function open(properties = {}) {
        Session.page = "health"
        shown = createTemporaryObject(opened, test, Object.assign({ width: test.width, height: test.height }, properties))
        waitForRendering(shown)
    }
    function cleanup() {
        shown = null
        Session.page = "overview"
    }

    name: "HealthPage"
    page: Component {
        HealthPage {
            vm: FullHealth {}
        }
    }

    Component {
        id: opened

        Item {
            id: place

            property HealthViewModel vm: FullHealth {}

            PageSlot {
                page: "health"
                file: "HealthPage.qml"
                vm: place.vm
            }
        }
    }
    Component {
        id: curves

        TestCurves {}
    }

    function test_theFiguresOfAVersionAreInItsRow() {
        show()
        const row = named("healthRow_v2")
        for (const words of ["v2", "598", "0.12 %", "4 ms", "42 ms", "141 ms", "812"])
            verify(shownText(row).includes(words), words)
        compare(TestAccess.name(row), "v2: 598 requests a second, 0.12 % errors, p99 141 ms")
        for (const [head, figure] of [["Requests/s", "598"], ["p99", "141 ms"], ["Sessions", "812"]]) {
            const over = place(texts(shown).find(label => label.text === head))
            const under = place(texts(row).find(label => label.text === figure))
            fuzzyCompare(over.x + over.width, under.x + under.width, 1, head)
        }
    }
    function test_withoutFiguresItSaysWhy() {
        show()
        compare(named("healthEmpty").visible, false)
        vm.versions.rows = []
        vm.emptyText = "No proxy of chat is heard."
        compare(named("healthEmpty").visible, true)
        verify(says("No proxy of chat is heard."))
        verify(says("Nothing was heard in this time"))
    }
    function test_theVerdictIsSaidWithItsNumbers() {
        show()
        compare(named("healthVerdict").text, "v2 is slower than v1")
        const card = named("healthComparison")
        for (const words of ["errors", "+0.02 points", "−0.10 to +0.14", "no worse", "p99", "+100 ms", "worse", "12,400 requests"])
            verify(shownText(card).includes(words), words)
    }
    function test_baselineAndCandidateArePicked() {
        show()
        const baseline = named("healthBaseline")
        baseline.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(vm.baseline, "v2")
        const candidate = named("healthCandidate")
        candidate.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Up)
        compare(vm.candidate, "v1")
        vm.versionNames = ["v1"]
        compare(baseline.visible, false)
        compare(candidate.visible, false)
    }
    function test_keysZoomAndMoveInTime() {
        open()
        for (const key of [Qt.Key_Plus, Qt.Key_Minus, Qt.Key_Left, Qt.Key_Right, Qt.Key_PageUp, Qt.Key_PageDown, Qt.Key_Home])
            keyClick(key)
        compare(called().map(call => call.slice(0, 2)), [["zoom", 0.5], ["zoom", 2], ["panBy", -0.25], ["panBy", 0.25], ["panBy", -1], ["panBy", 1], ["reset"]])
        keyClick(Qt.Key_Left, Qt.ControlModifier)
        compare(called(), [])
    }
    function test_theRangeIsPicked() {
        show()
        click("healthSpan_3600")
        compare(vm.range, 3600)
    }
    function test_thePastLeadsBackToLive() {
        show()
        compare(named("healthBackToLive").visible, false)
        vm.live = false
        vm.viewText = "12:00:00 to 12:15:00"
        verify(says("12:00:00 to 12:15:00"))
        click("healthBackToLive")
        compare(called(), [["reset"]])
    }
    function test_anExportIsToldAndForgotten() {
        show()
        compare(named("healthForgetExport").visible, false)
        vm.exportText = "/home/li/chat.png was written"
        verify(says("chat.png was written"))
        compare(named("healthExportText").color, Theme.ok)
        vm.exportFailed = true
        compare(named("healthExportText").color, Theme.bad)
        click("healthForgetExport")
        compare(called(), [["forgetExport"]])
    }
    function test_aLowWindowScrolls() {
        open({ height: 520 })
        const scroller = named("healthScroller")
        verify(scroller.contentHeight > scroller.height, "it overflows")
        for (let i = 0; i < 30; ++i)
            keyClick(Qt.Key_Down)
        compare(scroller.contentY, scroller.contentHeight - scroller.height)
        const last = place(named("healthComparison"))
        fuzzyCompare(last.y + last.height, place(scroller).y + place(scroller).height, 1)
        keyClick(Qt.Key_Up)
        compare(scroller.contentY, scroller.contentHeight - scroller.height - 60)
        for (let i = 0; i < 30; ++i)
            keyClick(Qt.Key_Up)
        compare(scroller.contentY, 0)
        mouseWheel(scroller, scroller.width / 2, 3, 0, -120)
        verify(scroller.contentY > 0, "the wheel beside the plots scrolls")
        compare(called(), [])
    }
    function test_aHighWindowDoesNot() {
        open({ height: 1100 })
        const scroller = named("healthScroller")
        compare(scroller.contentHeight, scroller.height)
        keyClick(Qt.Key_Down)
        compare(scroller.contentY, 0)
    }
    function test_aWindowMadeHigherLeavesNoGap() {
        open({ height: 520 })
        for (let i = 0; i < 30; ++i)
            keyClick(Qt.Key_Down)
        shown.height = 1100
        tryCompare(named("healthScroller"), "contentY", 0)
    }
    function test_aThresholdIsSet() {
        show({ height: 1000 })
        const button = named("healthErrorsThreshold")
        compare(button.hint, "Threshold: 1 %")
        compare(named("healthRequestsThreshold").hint, "Set a threshold")
        vm.errors.answers = { setThresholdText: text => !isNaN(parseFloat(text)) }
        mouseClick(button)
        const field = anywhere("healthErrorsThresholdField")
        tryCompare(field, "activeFocus", true)
        compare(field.text, "1")
        type("x")
        keyClick(Qt.Key_Return)
        tryVerify(() => shownText(field.Window.window.contentItem).includes("A number of 0 or more"))
        keyClick(Qt.Key_A, Qt.ControlModifier)
        type("2.5")
        press("healthErrorsThresholdSet")
        compare(called(vm.errors), [["setThresholdText", "x"], ["setThresholdText", "2.5"]])
        tryCompare(field, "visible", false)
    }
    function test_aThresholdIsTakenAway() {
        show({ height: 1000 })
        mouseClick(named("healthErrorsThreshold"))
        press("healthErrorsThresholdClear")
        compare(called(vm.errors), [["setThresholdText", ""]])
    }
    function test_oneCursorReadsAllCharts() {
        const data = createTemporaryObject(curves, test)
        data.fill()
        show({ height: 1000 })
        vm.end = data.begin + 60
        vm.span = 60
        vm.requests.plotData = data.plotData
        vm.sessions.plotData = data.plotData
        const plot = named("healthRequestsPlot")
        let step = 0
        tryVerify(() => {  // once the plot is drawn
            mouseMove(plot, plot.width / 2 + ++step % 5, plot.height / 2)
            return !isNaN(shown.cursorTime)
        })
        const other = named("healthSessionsPlot")
        for (const chart of [plot, other])
            tryVerify(() => shownText(chart).includes("v1") && shownText(chart).includes("10"))
        mouseMove(shown, 5, 5)
        tryVerify(() => isNaN(shown.cursorTime))
        tryVerify(() => !shownText(other).includes("v1"))
    }
    function test_theReadoutStaysInItsChart() {
        const data = createTemporaryObject(curves, test)
        data.fill()
        show({ height: 1000 })
        vm.end = data.begin + 60
        vm.span = 60
        vm.requests.plotData = data.plotData
        const plot = named("healthRequestsPlot")
        tryVerify(() => plot.revision > 0)
        for (const part of [0.15, 0.95]) {
            shown.cursorTime = data.begin + part * 60
            tryVerify(() => texts(plot).some(label => label.text === "v1"))
            const read = texts(plot).find(label => label.text === "v1")
            const box = place(read)
            const room = place(plot)
            verify(box.x >= room.x && box.x + box.width <= room.x + room.width, part)
        }
    }
}
