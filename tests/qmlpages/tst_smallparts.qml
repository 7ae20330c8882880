// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Style as Style
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Parts that many pages share: TableCell, TableHeaderCell, SplitRow with SplitTrack and SplitColumns, ColumnHead,
// NumberText, FigureCell, ProductionWord, DialogFooter, FocusRing, HealthPlot, HalftoneMark and the style's Icon.
PageTest {
    id: test

    name: "SmallParts"

    Component {
        id: cell

        TableCell {
            row: 0
            display: "1,204"
            numeric: false
            version: ""
            dimmed: false
            current: false
            selected: false
        }
    }
    Component {
        id: head

        TableHeaderCell {
            objectName: "head"
            title: "messages"
            numeric: true
            sorted: false
            ascending: false
        }
    }
    Component {
        id: splitRow

        SplitRow {
            columns: SplitColumns {}
            index: 0
            version: "v2"
            weight: 3000
            limit: 8000
            inForce: 500
            measured: 0.29
            measuredLow: 0.28
            measuredHigh: 0.31
            sessions: 0.05
            locked: false
            stable: false
            weightText: "30.00"
            measuredText: "29.0 ±1.5"
            sessionsText: "5.0"
            changeText: "+25.00"
            disagrees: false
        }
    }
    Component {
        id: numbers

        Column {
            ColumnHead {
                objectName: "columnHead"
                width: 80
                text: "measured %"
                meaning: "Share of the requests of the last minute"
            }
            NumberText {
                objectName: "number"
                width: 80
                text: "11.11"
            }
            NumberText {
                objectName: "other"
                width: 80
                text: "88.88"
            }
            FigureCell {
                objectName: "figure"
                width: 80
                text: "7"
            }
            FigureCell {
                objectName: "figureHead"
                width: 80
                heading: true
                text: "p99"
            }
        }
    }
    Component {
        id: guard

        ProductionWord {
            objectName: "guard"
            word: "chat"
        }
    }
    Component {
        id: footer

        DialogFooter {
            Button {
                objectName: "no"
                text: "No"
            }
            Button {
                objectName: "yes"
                text: "Yes"
            }
        }
    }
    Component {
        id: ringed

        ListView {
            id: list

            objectName: "list"
            model: 3
            delegate: Item {
                width: ListView.view.width
                height: 30
            }

            FocusRing {
                view: list
            }
        }
    }
    Component {
        id: healthPlot

        HealthPlot {
            objectName: "plot"
            title: "Errors"
            vm: FullHealth {}
            chart: HealthChart {
                unit: "%"
            }
        }
    }
    Component {
        id: mark

        HalftoneMark {}
    }
    Component {
        id: icon

        Style.Icon {}
    }
    SignalSpy {
        id: asked

        target: test.shown
    }

    function listen(signalName: string) {
        asked.signalName = signalName
        asked.clear()
    }
    function cleanup() {
        asked.signalName = ""
        shown = null
        Theme.dark = true
        Session.language = "en"
        TestCluster.use(false)
    }

    function test_aCellIsAlignedAndColouredByWhatItHolds() {
        page = cell
        show({ width: 100, height: 28 })
        const words = texts(shown)[0]
        compare(words.horizontalAlignment, Text.AlignLeft)
        compare(words.color, Theme.text)
        shown.numeric = true
        compare(words.horizontalAlignment, Text.AlignRight)
        shown.version = "v2"
        compare(words.color, Theme.versionColor(VersionColors.indexes["v2"]))
        compare(words.opacity, 1)
        shown.dimmed = true
        verify(words.opacity < 1)
        shown.display = "<b>lobby</b>"
        compare(words.textFormat, Text.PlainText)
        compare(TestAccess.name(shown), "<b>lobby</b>")
    }
    function test_aSelectedCellLooksOtherThanTheCurrentOne() {
        page = cell
        show({ width: 100, height: 28 })
        const colours = [String(shown.color)]
        shown.hovered = true
        colours.push(String(shown.color))
        shown.current = true
        colours.push(String(shown.color))
        shown.selected = true
        colours.push(String(shown.color))
        compare(new Set(colours).size, 4)
    }
    function test_aHeadIsClickedAndItsEdgeDragged() {
        page = head
        show({ width: 120, height: 28 })
        listen("clicked")
        mouseClick(shown, 30, 10)
        compare(asked.count, 1)
        listen("dragged")
        const edge = named("headEdge")
        mousePress(edge, 4, 10)
        for (let x = 4; x <= 44; x += 4)
            mouseMove(edge, x, 10)
        mouseRelease(edge, 44, 10)
        let pixels = 0
        for (let i = 0; i < asked.count; ++i)
            pixels += asked.signalArguments[i][0]
        verify(pixels > 20 && pixels <= 40, pixels)
    }
    function test_aHeadTellsHowItIsSorted() {
        page = head
        show({ width: 120, height: 28 })
        const words = texts(shown)[0]
        fuzzyCompare(words.x + words.width, shown.width - Theme.space, 1)
        compare(TestAccess.description(shown), "")
        shown.sorted = true
        compare(TestAccess.description(shown), "sorted downwards")
        shown.ascending = true
        compare(TestAccess.description(shown), "sorted upwards")
        shown.numeric = false
        fuzzyCompare(words.x, Theme.space, 1)
        shown.title = "a column whose title is longer than it is wide"
        verify(words.truncated)
        verify(words.x + words.width <= shown.width)
    }

    function test_aSplitRowSaysWantedMeasuredAndOpen() {
        page = splitRow
        show({ width: 1000, height: 40 })
        for (const words of ["v2", "+25.00", "29.0 ±1.5", "5.0"])
            verify(says(words), words)
        compare(named("splitField_v2").text, "30.00")
        const track = named("splitSlider_v2")
        const middle = item => item.x + item.width / 2
        const places = ["inForceTick", "sessionsMark", "measuredNeedle"].map(name => middle(named(name)))
        fuzzyCompare(places[0], track.placeOf(0.05), 1)
        fuzzyCompare(places[1], track.placeOf(0.05), 1)
        fuzzyCompare(places[2], track.placeOf(0.29), 1)
        shown.measured = -1
        shown.sessions = -1
        shown.inForce = -1
        for (const name of ["inForceTick", "sessionsMark", "measuredNeedle", "measuredBand"])
            compare(named(name).visible, false, name)
    }
    function test_aSplitRowAsksAndDoesNotDecide() {
        page = splitRow
        show({ width: 1000, height: 40 })
        const track = named("splitSlider_v2")
        listen("weightAsked")
        track.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Right)
        keyClick(Qt.Key_Left, Qt.ControlModifier)
        keyClick(Qt.Key_Up, Qt.ShiftModifier)
        keyClick(Qt.Key_End)
        keyClick(Qt.Key_Home)
        compare(asked.signalArguments.map(args => args[0]), [3100, 2999, 4000, 8000, 0])
        compare(shown.weight, 3000)
        compare(track.value, 3000)
        listen("lockAsked")
        click("splitLock_v2")
        compare(asked.signalArguments[0][0], true)
        listen("weightTyped")
        named("splitField_v2").forceActiveFocus()
        type("12")
        keyClick(Qt.Key_Return)
        compare(asked.signalArguments.map(args => [args[0], args[1]]), [["1", 3000], ["12", 3000]])
        compare(named("splitField_v2").text, "30.00", "what the model says")
    }
    function test_aLockedSplitRowCannotBeMoved() {
        page = splitRow
        show({ width: 1000, height: 40 })
        shown.locked = true
        compare(named("splitSlider_v2").enabled, false)
        compare(named("splitField_v2").enabled, false)
        compare(named("splitLock_v2").checked, true)
        shown.stable = true
        verify(says("stable"))
    }
    function test_aSplitRowThatDisagreesIsRed() {
        page = splitRow
        show({ width: 1000, height: 40 })
        compare(named("splitMeasured_v2").color, Theme.text)
        shown.disagrees = true
        compare(named("splitMeasured_v2").color, Theme.bad)
        compare(named("measuredNeedle").color, Theme.bad)
        shown.columns.live = false
        compare(named("splitMeasured_v2").visible, false)
        compare(named("splitSessions_v2").visible, false)
    }
    function test_aSplitRowKeepsALongNameBesideItsTrack() {
        page = splitRow
        show({ width: 700, height: 40, version: "v2.15.1-rc.4", stable: true })
        verifyLegible(shown)
        const name = texts(shown).find(label => label.text === "stable")
        verify(place(name).x + place(name).width <= place(named("splitSlider_v2.15.1-rc.4")).x, "the word stands before the track")
    }

    function test_digitsStandUnderEachOther() {
        page = numbers
        show({ width: 80, height: 200 })
        compare(named("number").horizontalAlignment, Text.AlignRight)
        compare(named("number").implicitWidth, named("other").implicitWidth)
        compare(named("figure").horizontalAlignment, Text.AlignRight)
        compare(named("figureHead").color, Theme.muted)
        verify(named("figureHead").font.pixelSize < named("figure").font.pixelSize)
    }
    function test_aColumnSaysWhatItMeans() {
        page = numbers
        show({ width: 80, height: 200 })
        const head = named("columnHead")
        mouseMove(head, 40, 5)
        mouseMove(head, 42, 5)
        tryVerify(() => head.ToolTip.visible)
        compare(head.ToolTip.text, "Share of the requests of the last minute")
    }

    function test_onlyOnProductionAWordIsAsked() {
        page = guard
        show({ width: 400, height: 80 })
        compare(shown.visible, false)
        compare(shown.ready, true)
        TestCluster.use(true)
        compare(shown.visible, true)
        compare(shown.ready, false)
        verify(says("This is a production cluster. Type chat to go on."))
        shown.takeFocus()
        listen("accepted")
        type("cha")
        keyClick(Qt.Key_Return)
        compare(asked.count, 0)
        type("t")
        compare(shown.ready, true)
        keyClick(Qt.Key_Return)
        compare(asked.count, 1)
        shown.clear()
        compare(shown.ready, false)
        shown.word = ""
        compare(shown.ready, true)
    }
    function test_theButtonsOfADialogStandAtItsRight() {
        page = footer
        show({ width: 400, height: footerHeight() })
        const no = place(named("no"))
        const yes = place(named("yes"))
        compare(yes.x + yes.width, 400 - Theme.spaceLarge)
        compare(no.x + no.width, yes.x - Theme.space)
        verify(yes.y > 0 && yes.y + yes.height < shown.height)
    }
    function footerHeight(): int {
        return Theme.controlHeight + 2 * Theme.spaceLarge
    }
    function test_aRingIsAroundTheRowThatHasTheKeys() {
        page = ringed
        show({ width: 200, height: 120 })
        const ring = named("listRing")
        keyClick(Qt.Key_Tab)
        compare(ring.visible, false)
        shown.forceActiveFocus(Qt.TabFocusReason)
        compare(ring.visible, true)
        compare(ring.y, 0)
        mouseClick(shown, 100, 75)
        compare(ring.visible, false)  // the mouse shows where it is itself
        keyPress(Qt.Key_Shift)
        keyRelease(Qt.Key_Shift)
        compare(ring.visible, false)
        keyClick(Qt.Key_Down)
        tryCompare(ring, "y", 30)
        compare(ring.visible, true)
        compare(ring.height, 30)
        compare(ring.width, 200)
        shown.currentIndex = -1
        compare(ring.visible, false)
    }
    function test_aHealthPlotFollowsTheViewOfItsPage() {
        page = healthPlot
        show({ width: 500, height: 250 })
        verify(says("Errors"))
        verify(says("Nothing was heard in this time"))
        compare(shown.span, 900)
        vm.span = 60
        vm.end = 1700000100
        compare(shown.span, 60)
        compare(shown.end, 1700000100)
        shown.panAsked(-5)
        shown.zoomAsked(0.5, 1700000050)
        shown.resetAsked()
        compare(called(), [["pan", -5], ["zoom", 0.5, 1700000050], ["reset"]])
        compare(named("plotThreshold").hint, "Set a threshold")
    }
    function test_theMarkIsDotsThatGrow() {
        page = mark
        show({ width: 18, height: 18 })
        const dots = Array.from(shown.children).filter(cell => cell.children.length > 0).map(cell => cell.children[0])
        compare(dots.length, 9)
        verify(dots[0].width < dots[8].width)
        verify(dots.every(dot => dot.width <= 6))
    }
    function test_anIconIsDrawnInItsColour_data() {
        return ["arrow", "audit", "bad", "bell", "catalog", "check", "chevron", "close", "copy", "demo", "download", "edit", "explain", "folder", "grip", "health",
                "help", "history", "key", "kv", "lock", "moon", "ok", "overview", "pause", "play", "plus", "redo", "search", "sessions", "star", "sun", "threshold",
                "traffic", "trash", "undo", "unknown", "unlock", "warn", "window"].map(name => ({ tag: name }))
    }
    function test_anIconIsDrawnInItsColour(data) {
        page = icon
        show({ width: 24, height: 24 })
        const empty = TestEyes.picture(shown)
        shown.name = data.tag
        tryVerify(() => TestEyes.picture(shown) !== empty)
        const muted = TestEyes.picture(shown)
        shown.color = Theme.bad
        tryVerify(() => TestEyes.picture(shown) !== muted)
    }
}
