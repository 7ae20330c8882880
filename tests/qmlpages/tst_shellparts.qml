// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// What stands around the pages: TopBar with HalftoneMark, RecordButton, NoticesButton, NoticeRow and ThemeMenu;
// StatusBar with StatusPart; Sidebar with NavItem and FavouriteItem; ReplayBar, PlaceProblem and ShortcutSheet.
PageTest {
    id: test

    name: "ShellParts"

    Component {
        id: topBar

        TopBar {
            status: StatusViewModel {
                address: "http://127.0.0.1:8500"
                consulKind: "ok"
                consulText: "Consul answers, live since 12:04"
            }
            clusters: ClustersViewModel {
                current: "test"
                datacenter: "dc1"
                datacenters: ["dc1"]
                answers: ({
                    form: name => ({ name: name, addresses: "", datacenter: "", authorities: "", certificate: "", key: "", production: false, readOnly: false })
                })
            }
            notices: Notices {
                enabled: true
                recent.rows: [
                    { number: 7, mark: "warn", title: "chat-2 is critical", text: "since 12:03", time: "12:03:10", link: "halftone://catalog/chat" },
                    { number: 6, mark: "ok", title: "mia published chat r42", text: "", time: "12:01:00", link: "halftone://traffic/chat" }
                ]
            }
            flight: FlightViewModel {}
        }
    }
    Component {
        id: statusBar

        StatusBar {
            property StatusViewModel vm: StatusViewModel {
                consulKind: "ok"
                consulShort: "consul ok"
                proxiesKind: "warn"
                proxiesText: "2 proxies, policy r42 on one"
                streamKind: "ok"
                streamText: "live 0.2 s"
            }

            status: vm
        }
    }
    Component {
        id: sidebar

        Sidebar {
            titles: ({
                overview: "Overview", traffic: "Traffic", explain: "Explain", health: "Health", sessions: "Sessions", catalog: "Catalog", kv: "Key/Value",
                demo: "Demo", audit: "Audit"
            })
            favourites: Favourites {
                places.rows: [
                    { link: "halftone://traffic/chat", title: "Traffic of chat", page: "traffic" },
                    { link: "halftone://kv/a", title: "a-key-with-a-name-that-is-longer-than-the-sidebar-is-wide", page: "kv" }
                ]
            }
        }
    }
    Component {
        id: replay

        ReplayBar {
            flight: FlightViewModel {
                replaying: true
                title: "Replay of 23 Nov"
                detail: "test, 12:00 to 12:30"
                speeds: [{ value: 1, text: "1×" }, { value: 10, text: "10×" }]
                speed: 1
                position: 0.5
                timeText: "12:15:00"
                lengthText: "12:30:00"
            }
        }
    }
    Component {
        id: problem

        PlaceProblem {
            places: Navigator {}
        }
    }
    Component {
        id: sheet

        Item {
            property Dialog dialog: ShortcutSheet {}
        }
    }
    Component {
        id: row

        NoticeRow {
            number: 7
            mark: "warn"
            title: "chat-2 is critical"
            text: "since 12:03"
            time: "12:03:10"
            link: "halftone://catalog/chat"
        }
    }
    SignalSpy {
        id: asked

        target: test.shown
    }

    function cleanup() {
        asked.signalName = ""
        Session.page = "overview"
        Session.theme = "dark"
        shown = null
        Theme.dark = true
        Session.language = "en"
        Session.readOnly = false
        TestCluster.use(false)
    }

    function test_theTopBarSaysWhereOneIs() {
        page = topBar
        show({ height: Theme.barHeight })
        for (const words of ["Halftone", "test", "Consul answers, live since 12:04", "中文"])
            verify(says(words), words)
        compare(named("productionChip").visible, false)
        compare(named("readOnlyChip").visible, false)
        TestCluster.use(true)
        Session.readOnly = true
        compare(named("productionChip").visible, true)
        compare(named("readOnlyChip").visible, true)
        Session.language = "zh"
        verify(says("English"))
        verifyLegible(shown)
    }
    function test_theTopBarGivesWayWhereItIsNarrow() {
        page = topBar
        show({ width: 1200, height: Theme.barHeight })
        TestCluster.use(true)
        Session.readOnly = true
        shown.status.consulText = "Consul at https://consul-1.department.example.org:8501 has been away since 12:04:31, 14 min ago"
        shown.flight.recording = true
        shown.flight.recordingText = "00:12:04, 3.2 MB"
        verifyLegible(shown)
    }
    function test_aDataCentreIsPickedWhereThereAreSome() {
        page = topBar
        show({ height: Theme.barHeight })
        compare(named("datacenterChoice").visible, false)
        shown.clusters.datacenters = ["dc1", "dc2"]
        named("datacenterChoice").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(called(shown.clusters), [["useDatacenter", "dc2"]])
    }
    function test_theClusterOpensTheConnections() {
        page = topBar
        show({ height: Theme.barHeight })
        click("clusterButton")
        tryCompare(anywhere("connectionClose"), "visible", true)
        compare(TestAccess.name(named("clusterButton")), "Cluster test")
    }
    function test_thePaletteIsAskedFor() {
        page = topBar
        show({ height: Theme.barHeight })
        asked.signalName = "paletteAsked"
        asked.clear()
        click("paletteButton")
        compare(asked.count, 1)
    }
    function test_theLanguageIsSwitched() {
        page = topBar
        show({ height: Theme.barHeight })
        click("languageButton")
        compare(Session.language, "zh")
        click("languageButton")
        compare(Session.language, "en")
    }
    function test_theThemeIsOneOfThree() {
        page = topBar
        show({ height: Theme.barHeight })
        for (const theme of ["light", "system", "dark"]) {
            click("themeButton")
            press("theme_" + theme)
            compare(Session.theme, theme)
            tryCompare(anywhere("theme_" + theme), "visible", false)
            compare(anywhere("theme_" + theme).checked, true)
        }
        compare(anywhere("theme_light").checked, false)
    }

    function test_aRecordingBeginsAndEnds() {
        page = topBar
        show({ height: Theme.barHeight })
        compare(TestAccess.name(named("recordButton")), "Record what happens")
        compare(named("recordText").visible, false)
        click("recordButton")
        compare(called(shown.flight), [["toggleRecording"]])
        shown.flight.recording = true
        shown.flight.recordingText = "00:12, 3.2 MB"
        compare(named("recordText").text, "00:12, 3.2 MB")
        compare(TestAccess.name(named("recordButton")), "End the recording")
        shown.flight.problem = "No space is left"
        compare(named("recordText").text, "No space is left")
        compare(named("recordText").color, Theme.bad)
        shown.flight.replaying = true
        compare(named("recordButton").visible, false)
    }

    function test_whatIsNewIsMarkedOnTheBell() {
        page = topBar
        show({ height: Theme.barHeight })
        const bell = named("noticesButton")
        const quiet = TestEyes.picture(bell)
        compare(bell.hint, "Notifications")
        shown.notices.unread = 2
        tryVerify(() => TestEyes.picture(bell) !== quiet)
        compare(bell.hint, "Notifications, 2 new")
        shown.notices.enabled = false
        tryVerify(() => TestEyes.picture(bell) === quiet)
    }
    function test_aNoticeLeadsToItsPlace() {
        page = topBar
        show({ height: Theme.barHeight })
        click("noticesButton")
        const list = anywhere("noticesList")
        tryCompare(list, "activeFocus", true)
        compare(called(shown.notices), [["markRead"]])
        verify(shownText(list).includes("chat-2 is critical"))
        verify(shownText(list).includes("12:03:10"))
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Return)
        compare(called(shown.notices), [["open", 6]])
        tryCompare(list, "visible", false)
    }
    function test_withoutNoticesItSaysWhatWillBeTold() {
        page = topBar
        show({ height: Theme.barHeight })
        shown.notices.recent.rows = []
        click("noticesButton")
        tryVerify(() => shownText(anywhere("noticesSwitch").parent.parent).includes("Nothing yet."))
        press("noticesSwitch")
        compare(shown.notices.enabled, false)
        keyClick(Qt.Key_Escape)
        tryCompare(anywhere("noticesSwitch"), "visible", false)
    }
    function test_aNoticeIsOpenedAndClosed() {
        page = row
        show({ width: 360, height: 60 })
        asked.signalName = "openAsked"
        asked.clear()
        mouseClick(shown, 100, 20)
        shown.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        keyClick(Qt.Key_Space)
        compare(asked.count, 3)
        asked.signalName = "closeAsked"
        asked.clear()
        click("noticeClose_7")
        compare(asked.count, 1)
        compare(TestAccess.name(shown), "chat-2 is critical. since 12:03")
        shown.closable = false
        compare(named("noticeClose_7").visible, false)
    }
    function test_aLongNoticeWraps_data() {
        return [{ tag: "wide", compact: false }, { tag: "narrow", compact: true }]
    }
    function test_aLongNoticeWraps(data) {
        page = row
        show({ width: data.compact ? 168 : 360, compact: data.compact, title: "somebody-with-a-long-name published chat r42", text: "默认的流量从五个百分点提高到三十个百分点。".repeat(8) })
        tryVerify(() => {
            shown.height = shown.implicitHeight
            waitForItemPolished(shown)
            return shown.height === shown.implicitHeight
        })
        verifyLegible(shown)
        for (const label of texts(shown))
            verify(place(label).y + place(label).height <= shown.height, label.text)
    }

    function test_theStatusIsOneLine() {
        page = statusBar
        show({ height: Theme.rowHeight })
        for (const words of ["consul ok", "2 proxies, policy r42 on one", "live 0.2 s"])
            verify(says(words), words)
        compare(named("statusEditors").visible, false)
        vm.editorsText = "mia edits this policy too"
        compare(named("statusEditors").visible, true)
        verifyLegible(shown)
    }
    function test_theDraftIsAButton() {
        page = statusBar
        show({ height: Theme.rowHeight })
        const draft = named("statusDraft")
        compare(draft.visible, false)
        shown.draftText = "draft: 3 changes"
        asked.signalName = "draftAsked"
        asked.clear()
        click("statusDraft")
        verify(shown.nextItemInFocusChain() === draft, "Tab leads there")
        draft.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        keyClick(Qt.Key_Space)
        compare(asked.count, 3)
        compare(TestAccess.role(draft), "Button")
        compare(TestAccess.name(draft), "draft: 3 changes")
        inBothThemes(() => verifyReadable(texts(draft)[0].color, shown.color, "the draft"))
        verifyLegible(shown)
    }

    function test_theSidebarGoesToThePages() {
        page = sidebar
        show({ width: 184, height: 700 })
        for (const name of Session.pages) {
            click("nav_" + name)
            compare(Session.page, name)
            compare(named("nav_" + name).highlighted, true)
        }
        compare(named("nav_overview").highlighted, false)
    }
    function test_thisPlaceIsPinnedAndTornOff() {
        page = sidebar
        show({ width: 184, height: 700 })
        Session.page = "kv"
        asked.signalName = "pinAsked"
        asked.clear()
        click("pinButton")
        compare(asked.count, 1)
        asked.signalName = "tearAsked"
        asked.clear()
        click("tearButton")
        compare(asked.signalArguments[0][0], "kv")
    }
    function test_aFavouriteIsOpenedAndUnpinned() {
        page = sidebar
        show({ width: 184, height: 700 })
        const favourite = named("favourite_0")
        verify(shownText(favourite).includes("Traffic of chat"))
        mouseClick(favourite, 40, 15)
        compare(called(shown.favourites), [["open", "halftone://traffic/chat"]])
        mouseMove(favourite, 40, 15)
        mouseMove(favourite, 42, 15)
        tryCompare(named("favourite_0Remove"), "visible", true)
        click("favourite_0Remove")
        compare(called(shown.favourites), [["remove", "halftone://traffic/chat"]])
        const name = texts(named("favourite_1"))[0]
        verify(name.truncated)
        verify(name.width > 60)
    }

    function test_aReplaySaysThatItIsThePast() {
        page = replay
        show({ height: Theme.barHeight })
        for (const words of ["Replay of 23 Nov", "test, 12:00 to 12:30", "nothing can be changed", "12:15:00 / 12:30:00"])
            verify(says(words), words)
        fuzzyCompare(named("replayPosition").value, 0.5, 0.001)
        shown.flight.position = 0.75
        fuzzyCompare(named("replayPosition").value, 0.75, 0.001)
    }
    function test_aReplayIsPlayedAndSpedUp() {
        page = replay
        show({ height: Theme.barHeight })
        compare(named("replayPlay").hint, "Play (Ctrl+P)")
        click("replayPlay")
        shown.flight.playing = true
        compare(named("replayPlay").hint, "Pause (Ctrl+P)")
        click("replaySpeed_10")
        compare(called(shown.flight), [["togglePlaying"], ["setSpeed", 10]])
    }
    function test_aReplaySeeksOnceADragEnds() {
        page = replay
        show({ height: Theme.barHeight })
        const slider = named("replayPosition")
        mousePress(slider, slider.width / 2, slider.height / 2)
        for (let x = slider.width / 2; x <= slider.width; x += 20)
            mouseMove(slider, x, slider.height / 2)
        compare(called(shown.flight), [])
        mouseRelease(slider, slider.width, slider.height / 2)
        compare(called(shown.flight), [["seek", 1]])
        slider.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Left)
        const [seek] = called(shown.flight)
        compare(seek[0], "seek")
        verify(seek[1] < 1)
    }
    function test_aReplayFitsANarrowWindow() {
        page = replay
        show({ width: 1016, height: Theme.barHeight })
        shown.flight.detail = "a-cluster-with-quite-a-long-name-in-shanghai, 22 Nov 12:00:00 to 23 Nov 12:30:00"
        verifyLegible(shown)
        Session.language = "zh"
        verifyLegible(shown)
    }

    function test_aLinkThatLeadsNowhereSaysSo() {
        page = problem
        show({ height: 40 })
        compare(shown.visible, false)
        shown.places.problem = "“halftone://<b>x</b>” is no place of the console"
        compare(shown.visible, true)
        verify(says("<b>x</b>"), "no markup is taken for one")
        compare(TestAccess.name(shown), shown.places.problem)
        click("placeProblemClose")
        compare(called(shown.places), [["forgetProblem"]])
    }

    function test_allKeysAreOnOneSheet_data() {
        return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
    }
    function test_allKeysAreOnOneSheet(data) {
        Session.language = data.language
        page = sheet
        showDialog()
        for (const key of ["Ctrl+K", "F1  ?", "Ctrl+Enter", "Del", "Ctrl+A", "Home"])
            compare(anywhere("shortcut_" + key).visible, true)
        verifyLegible(shown.dialog.contentItem)
        Session.language = data.language === "en" ? "zh" : "en"
        verify(!dialogText().includes(data.language === "en" ? "command palette" : "命令面板"))
        verifyLegible(shown.dialog.contentItem)
        keyClick(Qt.Key_Escape)
        tryCompare(shown.dialog, "visible", false)
    }
}
