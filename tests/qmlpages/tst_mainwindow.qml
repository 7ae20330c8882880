// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Main: the whole window on fakes, the bars around the page in front, the keys that are the window's, its title and
// its frame.
PageTest {
    id: test

    property Main window: null

    name: "MainWindow"

    Component {
        id: main

        Main {
            status: StatusViewModel {
                consulKind: "ok"
                consulShort: "consul ok"
            }
            clusters: ClustersViewModel {
                current: "test"
            }
            flight: FlightViewModel {}
            overview: FullOverview {
                chosen: "shop"
            }
            traffic: FullTraffic {}
            explain: FullExplain {}
            health: FullHealth {}
            sessions: FullSessions {}
            catalog: FullCatalog {}
            kv: FullKv {}
            demo: FullDemo {}
            audit: FullAudit {}
            commands: PaletteModel {}
            places: Navigator {}
            favourites: Favourites {}
            notices: Notices {
                shown.rows: [{ number: 7, mark: "warn", title: "chat-2 is critical", text: "", time: "12:03:10", link: "halftone://catalog/chat" }]
            }
        }
    }

    function inWindow(name: string): Item {
        const look = () => findChild(window.contentItem, name) ?? findChild(window.contentItem.Overlay.overlay, name)
        tryVerify(() => look() !== null, 5000, name)
        return look()
    }
    function init() {
        failOnWarning(/.?/)
        window = createTemporaryObject(main, test)
        window.requestActivate()
        tryCompare(window, "active", true)
        tryVerify(() => window.activeFocusItem !== null)
        shown = window.contentItem
    }
    function cleanup() {
        shown = null
        window.close()
        window = null
        Session.page = "overview"
        Session.language = "en"
        Session.theme = "dark"
        TestCluster.use(false)
    }

    function test_theTitleSaysWhereOneIs() {
        verify(window.title.startsWith("shop – Overview – "), window.title)
        Session.page = "traffic"
        verify(window.title.startsWith("chat – Traffic – "), window.title)
        Session.page = "audit"
        verify(window.title.startsWith("Audit – "), window.title)
        Session.language = "zh"
        verify(!window.title.includes("Audit"), window.title)
    }
    function test_ctrlAndADigitGoToAPage() {
        Session.pages.forEach((name, index) => {
            keyClick(Qt.Key_1 + index, Qt.ControlModifier)
            compare(Session.page, name)
        })
    }
    function test_keysOfTheWindow() {
        keyClick(Qt.Key_B, Qt.ControlModifier)
        keyClick(Qt.Key_C, Qt.ControlModifier | Qt.ShiftModifier)
        compare(called(window.places), [["togglePin"], ["copyLink"]])
        keyClick(Qt.Key_R, Qt.ControlModifier | Qt.ShiftModifier)
        keyClick(Qt.Key_P, Qt.ControlModifier)
        compare(called(window.flight), [["toggleRecording"]])
        window.flight.replaying = true
        keyClick(Qt.Key_P, Qt.ControlModifier)
        compare(called(window.flight), [["togglePlaying"]])
        keyClick(Qt.Key_L, Qt.ControlModifier)
        compare(Session.language, "zh")
        keyClick(Qt.Key_T, Qt.ControlModifier)
        compare(Session.dark, false)
    }
    function test_aReplayHasItsBar() {
        compare(inWindow("replayBar").visible, false)
        window.flight.replaying = true
        compare(inWindow("replayBar").visible, true)
        compare(inWindow("recordButton").visible, false)
    }
    function test_theHelpOpensByKeysAndButton() {
        const sheet = findChild(window, "shortcutSheet")
        for (const open of [() => keyClick("?"), () => keyClick(Qt.Key_F1), () => mouseClick(inWindow("helpButton"))]) {
            open()
            tryCompare(sheet, "opened", true)
            keyClick(Qt.Key_Escape)
            tryCompare(sheet, "visible", false)
        }
    }
    function test_thisPageIsTornOff() {
        const torn = createTemporaryQmlObject("import QtTest; SignalSpy { signalName: \"tearAsked\" }", test)
        torn.target = window.places
        Session.page = "kv"
        keyClick(Qt.Key_N, Qt.ControlModifier | Qt.ShiftModifier)
        compare(torn.signalArguments[0][0], "kv")
    }
    function test_theDraftInTheStatusLeadsToTraffic() {
        compare(inWindow("statusDraft").visible, false)
        window.traffic.draftShort = "draft: 3 changes"
        mouseClick(inWindow("statusDraft"))
        compare(Session.page, "traffic")
        compare(window.traffic.calls, [["turnToDraft"]])
    }
    function test_theDraftInTheStatusIsReachedByKeys() {
        window.traffic.draftShort = "draft of shop"
        inWindow("statusDraft").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        compare(Session.page, "traffic")
    }
    function test_productionHasAFrame() {
        compare(inWindow("productionFrame").visible, false)
        TestCluster.use(true)
        compare(inWindow("productionFrame").visible, true)
    }
    function test_aNoticeLiesOnTheSidebarOnly() {
        const toast = inWindow("toast_7")
        const sidebar = inWindow("nav_overview").parent.parent
        tryVerify(() => toast.width > 0)
        verify(toast.mapToItem(window.contentItem, toast.width, 0).x <= sidebar.width)
        verify(shownText(toast).includes("chat-2 is critical"))
        mouseClick(inWindow("noticeClose_7"))
        compare(called(window.notices), [["dismiss", 7]])
    }
    function test_aLinkThatLeadsNowhereSaysSo() {
        compare(inWindow("placeProblem").visible, false)
        window.places.problem = "no such place"
        compare(inWindow("placeProblem").visible, true)
    }
}
