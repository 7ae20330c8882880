// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Parts that follow what happens: charts with their read-out, notices, what the demo is asked.
Item {
    id: stage

    property var asked: []
    property real cursor: NaN

    width: 900
    height: 640

    TestCurves {
        id: curves
    }
    TestNotices {
        id: told
    }
    PlotCard {
        id: plotCard

        objectName: "requests"
        width: 600
        height: 260
        title: "Requests per second"
        plotData: curves.plotData
        span: 60
        interactive: true
        cursorTime: stage.cursor
        emptyText: "No traffic yet."
        onCursorMoved: time => stage.cursor = time
    }
    NoticeToasts {
        id: toasts

        y: 270
        width: 168
        notices: told.notices
    }
    NoticesButton {
        id: bell

        x: 860
        notices: told.notices
    }
    DemoSlider {
        id: users

        objectName: "users"
        x: 450
        y: 300
        width: 300
        label: "Users"
        inForce: 60
        inForceText: String(inForce)
        askedText: String(value)
        to: 1000
        onAsked: value => stage.asked.push(value)
    }
    SignalSpy {
        id: zooms

        target: plotCard
        signalName: "zoomAsked"
    }
    SignalSpy {
        id: resets

        target: plotCard
        signalName: "resetAsked"
    }
    ControlTest {
        id: test

        name: "LiveParts"

        function plotFilled(): Item {
            curves.fill()
            tryCompare(plotCard.plot, "empty", false)
            return plotCard.plot
        }
        function newest(): int {
            return told.notices.shown.value(0, "number")
        }
        function init() {
            mouseMove(stage, stage.width - 1, stage.height - 1)
            stage.asked = []
            users.asking = false
            users.inForce = 60
        }
        function cleanup() {
            Theme.dark = true
        }

        function test_aChartWithoutLinesSaysSo() {
            curves.clear()
            tryCompare(plotCard.plot, "empty", true)
            verify(test.shownText(plotCard).includes("No traffic yet."))
        }
        function test_aChartHasALegendAndIsTold() {
            const plot = plotFilled()
            tryVerify(() => test.shownText(plotCard).includes("v1") && test.shownText(plotCard).includes("v2"))
            verify(!test.shownText(plotCard).includes("No traffic yet."))
            compare(TestAccess.role(plot), "Chart")
            compare(TestAccess.name(plot), "Requests per second")
            test.verifyFits(plotCard)
        }
        function test_thePointerReadsEachLineAtItsTime() {
            const plot = plotFilled()
            const time = curves.begin + 30
            tryVerify(() => plot.xOf(time) > 0)
            mouseMove(plot, plot.xOf(time) - 3, plot.height / 2)
            mouseMove(plot, plot.xOf(time), plot.height / 2)
            tryCompare(stage, "cursor", time)
            const values = plot.valuesAt(time)
            compare(values.map(value => value.name), ["v1", "v2"])
            verify(test.shownText(plotCard).includes(values[1].text))
            compare(Number(values[1].text), 30)
            mouseMove(stage, stage.width - 1, stage.height - 1)
            tryVerify(() => isNaN(stage.cursor))
        }
        function test_theReadOutStaysInsideTheChart() {
            const plot = plotFilled()
            for (const second of [1, 58]) {
                stage.cursor = curves.begin + second
                tryVerify(() => test.shownText(plotCard).includes(plot.valuesAt(stage.cursor)[1].text))
                tryVerify(() => test.texts(plot).every(label => {
                    const x = label.mapToItem(plot, 0, 0).x
                    return x >= 0 && x + label.width <= plot.width
                }))
            }
            stage.cursor = NaN
        }
        function test_theReadOutIsReadable() {
            plotFilled()
            stage.cursor = curves.begin + 30
            test.inBothThemes(() => {
                for (const label of test.texts(plotCard.plot))
                    test.verifyReadable(label.color, Theme.surfaceAlt, label.text)
            })
            stage.cursor = NaN
        }
        function test_theWheelZoomsAndADoubleClickGoesBack() {
            const plot = plotFilled()
            zooms.clear()
            resets.clear()
            mouseWheel(plot, plot.width / 2, plot.height / 2, 0, 120)
            compare(zooms.count, 1)
            verify(zooms.signalArguments[0][0] < 1)
            mouseDoubleClickSequence(plot, plot.width / 2, plot.height / 2)
            compare(resets.count, 1)
        }
        function test_aChartFollowsTheTheme() {
            plotFilled()
            const dark = TestEyes.picture(plotCard)
            Theme.dark = false
            tryVerify(() => dark !== TestEyes.picture(plotCard))
        }

        function test_aNoticeShowsOpensAndGoes() {
            told.tell("node chat-2 is gone", "No health check has passed for 10 s.")
            const number = newest()
            const toast = () => findChild(toasts, "toast_" + number)
            tryVerify(() => toast() !== null)
            compare(TestAccess.name(toast()), "node chat-2 is gone. No health check has passed for 10 s.")
            compare(TestAccess.role(toast()), "Notification")
            verify(test.shownText(toast()).includes("node chat-2 is gone"))
            waitForRendering(toast())
            mouseClick(toast(), 60, 12)
            compare(told.opened, "halftone://node chat-2 is gone")
        }
        function test_aNoticeIsClosedWithoutOpening() {
            told.tell("errors rise", "v2 answers 12 % with errors.")
            const number = newest()
            tryVerify(() => findChild(toasts, "toast_" + number) !== null)
            const cross = test.part(toasts, "noticeClose_" + number)
            waitForRendering(cross)
            mouseClick(cross)
            verify(told.opened !== "halftone://errors rise")
            tryVerify(() => told.notices.shown.value(0, "number") !== number)
        }
        function test_noticesAreReadable() {
            told.tell("proxy lost", "proxy-1 does not answer.")
            const toast = test.part(toasts, "toast_" + newest())
            test.inBothThemes(() => {
                for (const label of test.texts(toast))
                    test.verifyReadable(label.color, Theme.surface, label.text)
            })
        }
        function test_theBellCountsListsAndIsSilenced() {
            told.notices.markRead()
            compare(TestAccess.name(bell), "Notifications")
            told.tell("a publish", "r8 by ann")
            compare(TestAccess.name(bell), "Notifications, 1 new")
            bell.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            const popup = findChild(bell, "noticesPopup")
            tryCompare(popup, "opened", true)
            compare(told.notices.unread, 0)
            const list = test.part(popup.contentItem, "noticesList")
            tryVerify(() => list.itemAtIndex(0) !== null)
            verify(test.shownText(list.itemAtIndex(0)).includes("a publish"))
            mouseClick(test.part(popup.contentItem, "noticesSwitch"))
            compare(told.notices.enabled, false)
            told.notices.enabled = true
            keyClick(Qt.Key_Escape)
            popup.close()
            tryCompare(popup, "visible", false)
        }

        function test_whatIsAskedOfTheDemoIsSaidOnRelease() {
            const handle = test.part(users, "usersHandle")
            const y = handle.height / 2
            mousePress(handle, handle.handle.x + 7, y)
            mouseMove(handle, handle.width / 2, y)
            mouseMove(handle, handle.width / 2 + 10, y)
            compare(stage.asked, [])
            verify(users.asking)
            mouseRelease(handle, handle.width / 2 + 10, y)
            compare(stage.asked, [users.value])
            compare(test.part(users, "usersTick").visible, true)
            users.inForce = users.value
            compare(users.asking, false)
        }
        function test_aKeyAsksWhenItIsLetGo() {
            const handle = test.part(users, "usersHandle")
            handle.forceActiveFocus(Qt.TabFocusReason)
            keyPress(Qt.Key_Right)
            compare(stage.asked, [])
            keyRelease(Qt.Key_Right)
            compare(stage.asked, [61])
            users.inForce = 61
        }
        function test_homeAndEndAskForTheLimits() {
            const handle = test.part(users, "usersHandle")
            handle.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_End)
            compare(users.value, 1000)
            keyClick(Qt.Key_Home)
            compare(users.value, 0)
        }
        function test_whatDidNotComeIsTakenBack() {
            users.moveTo(500)
            tryCompare(users, "asking", false, 6000)
            tryCompare(users, "value", 60)
        }
        function test_theSliderIsToldAndFits() {
            compare(TestAccess.name(test.part(users, "usersHandle")), "Users")
            test.verifyFits(users)
        }
    }
}
