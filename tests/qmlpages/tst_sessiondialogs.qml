// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// What is done to sessions, and what is seen of one: SessionMoveDialog, SessionKickDialog, SessionStopDialog,
// SessionTailDialog with SessionFrameRow, and SessionPane with SessionFact and SessionStep.
PageTest {
    id: test

    readonly property SessionActions actions: shown?.actions ?? null

    name: "SessionDialogs"

    Component {
        id: move

        Item {
            id: moveStage

            property SessionActions actions: SessionActions {
                scope: "node"
                mode: "pace"
                targets: ["chat-1", "chat-2"]
                target: "chat-1"
                canClose: true
                perSecond: 20
                withinSeconds: 60
                jitterPercent: 10
                sharePercent: 100
                effect: "412 sessions on 2 nodes"
                projection: "about 21 s, until 12:05:02"
                ready: true
            }
            property Dialog dialog: SessionMoveDialog {
                actions: moveStage.actions
                word: "chat"
            }
        }
    }
    Component {
        id: kick

        Item {
            id: kickStage

            property SessionActions actions: SessionActions {
                kickText: "2 sessions are closed for good."
                ready: true
            }
            property Dialog dialog: SessionKickDialog {
                actions: kickStage.actions
                word: "chat"
            }
        }
    }
    Component {
        id: stop

        Item {
            id: stopStage

            property SessionActions actions: SessionActions {}
            property Dialog dialog: SessionStopDialog {
                actions: stopStage.actions
                word: "chat"
            }
        }
    }
    Component {
        id: tail

        Item {
            id: tailStage

            property SessionFrames frames: SessionFrames {
                title: "Frames of u1"
                scopes: ["u1", "room lobby"]
                state: "live"
                rows: [
                    { time: "12:04:31.004", direction: "in", user: "u1", kind: "text", text: "hello <b>you</b>" },
                    { time: "12:04:31.102", direction: "out", user: "u2", kind: "text", text: "你好".repeat(400) }
                ]
            }
            property Dialog dialog: SessionTailDialog {
                frames: tailStage.frames
            }
        }
    }
    Component {
        id: pane

        SessionPane {
            property SessionsViewModel vm: FullSessions {}

            detail: vm.detail
        }
    }
    SignalSpy {
        id: closes

        target: test.shown
        signalName: "closed"
    }
    SignalSpy {
        id: tails

        target: test.shown
        signalName: "tailWanted"
    }

    function test_aMoveSaysWhomAndHowLong() {
        page = move
        showDialog()
        compare(anywhere("moveEffect").text, "412 sessions on 2 nodes")
        compare(anywhere("moveProjection").text, "about 21 s, until 12:05:02")
        verify(dialogText().startsWith("Drain"))
        verifyFits(shown.dialog.footer)
        verifyLegible(shown.dialog.contentItem)
    }
    function test_aMoveInChineseFits() {
        Session.language = "zh"
        page = move
        showDialog()
        for (const mode of ["pace", "deadline", "keep"]) {
            actions.mode = mode
            verifyLegible(shown.dialog.contentItem)
        }
    }
    function test_whomIsChosen() {
        page = move
        showDialog()
        press("moveScope_version")
        compare(actions.scope, "version")
        anywhere("moveTarget").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(actions.target, "chat-2")
        press("moveScope_room")
        actions.canClose = false
        compare(anywhere("moveTarget").visible, false)
        const name = anywhere("moveName")
        compare(name.visible, true)
        compare(name.placeholderText, "The room's name")
        actions.target = ""
        name.forceActiveFocus()
        type("lobby")
        compare(actions.target, "lobby")
        press("moveScope_everybody")
        compare(name.visible, false)
    }
    function test_theSelectedNeedNoScope() {
        page = move
        show()
        actions.scope = "selection"
        shown.dialog.open()
        tryCompare(shown.dialog, "opened", true)
        verify(dialogText().startsWith("Move the selected sessions"))
        compare(anywhere("moveScope_node").visible, false)
    }
    function test_theDriftHasItsTitle() {
        page = move
        showDialog()
        actions.scope = "everybody"
        actions.elsewhere = true
        compare(shown.dialog.title, "Close the drift")
    }
    function test_howIsChosen() {
        page = move
        showDialog()
        compare(anywhere("movePace").visible, true)
        compare(anywhere("moveWithin").visible, false)
        press("moveMode_deadline")
        compare(actions.mode, "deadline")
        compare(anywhere("movePace").visible, false)
        compare(anywhere("moveWithin").visible, true)
        press("moveMode_keep")
        compare(anywhere("moveWithin").visible, false)
        compare(anywhere("moveJitter").visible, false)
        verify(!dialogText().includes("Each client is told to come back"))
    }
    function test_figuresAreStepped() {
        page = move
        showDialog()
        for (const [name, property, expected] of [["movePace", "perSecond", 21], ["moveJitter", "jitterPercent", 15]]) {
            anywhere(name).forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Up)
            compare(actions[property], expected, name)
        }
        anywhere("moveShare").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(actions.sharePercent, 99)
        keyClick(Qt.Key_Up)
        keyClick(Qt.Key_Up)
        compare(actions.sharePercent, 100, "not more than all")
    }
    function test_closingNodesMovesAllOfThem() {
        page = move
        showDialog()
        press("moveElsewhere")
        compare(actions.elsewhere, true)
        press("moveCloseNodes")
        compare(actions.closeNodes, true)
        compare(anywhere("moveShare").visible, false)
        compare(anywhere("moveElsewhere").visible, false)
    }
    function test_aMoveBegins() {
        page = move
        showDialog()
        anywhere("moveReason").forceActiveFocus()
        type("update")
        compare(actions.reason, "update")
        press("moveBegin")
        compare(called(actions), [["submitMove"]])
        verify(shown.dialog.opened, "until the nodes have taken it")
        actions.accepted()
        tryCompare(shown.dialog, "visible", false)
    }
    function test_aMoveThatFailedIsTriedAgain() {
        page = move
        showDialog()
        compare(anywhere("moveError").visible, false)
        actions.error = "chat-2 did not answer"
        verify(dialogText().includes("chat-2 did not answer"))
        compare(anywhere("moveBegin").text, "Try again")
    }
    function test_whileItIsSentItStaysOpen() {
        page = move
        showDialog()
        actions.sending = true
        compare(anywhere("moveCancel").enabled, false)
        keyClick(Qt.Key_Escape)
        wait(50)
        compare(shown.dialog.opened, true)
        actions.sending = false
        keyClick(Qt.Key_Escape)
        tryCompare(shown.dialog, "visible", false)
        compare(called(actions), [])
    }
    function test_aMoveThatIsNotReadyCannotBegin_data() {
        return [{ tag: "incomplete", ready: false, readOnly: false }, { tag: "read-only", ready: true, readOnly: true }]
    }
    function test_aMoveThatIsNotReadyCannotBegin(data) {
        page = move
        showDialog()
        actions.ready = data.ready
        actions.readOnly = data.readOnly
        compare(anywhere("moveBegin").enabled, false)
    }
    function test_onProductionTheServiceIsTyped_data() {
        return [{ tag: "move", page: move, word: "moveWord", button: "moveBegin" }, { tag: "kick", page: kick, word: "kickWord", button: "kickConfirm" }]
    }
    function test_onProductionTheServiceIsTyped(data) {
        TestCluster.use(true)
        page = data.page
        showDialog()
        compare(anywhere(data.button).enabled, false)
        anywhere(data.word).forceActiveFocus()
        type("cha")
        compare(anywhere(data.button).enabled, false)
        type("t")
        compare(anywhere(data.button).enabled, true)
        shown.dialog.close()
        tryCompare(shown.dialog, "visible", false)
        shown.dialog.open()
        tryCompare(shown.dialog, "opened", true)
        compare(anywhere(data.word).text, "", "asked anew each time")
    }

    function test_aKickSaysWhomAndTellsWhy() {
        page = kick
        showDialog()
        compare(anywhere("kickText").text, "2 sessions are closed for good.")
        tryCompare(anywhere("kickReason"), "activeFocus", true)
        type("spam")
        compare(actions.reason, "spam")
        press("kickConfirm")
        compare(called(actions), [["submitKick"]])
        actions.error = "chat-2 did not answer"
        verify(dialogText().includes("chat-2 did not answer"))
        actions.accepted()
        tryCompare(shown.dialog, "visible", false)
    }
    function test_aKickIsLeftByEscapeAndCancel() {
        page = kick
        showDialog()
        keyClick(Qt.Key_Escape)
        tryCompare(shown.dialog, "visible", false)
        shown.dialog.open()
        tryCompare(shown.dialog, "opened", true)
        press("kickCancel")
        tryCompare(shown.dialog, "visible", false)
        compare(called(actions), [])
    }

    function test_stoppingIsDoneAtOnceButOnProduction() {
        page = stop
        show()
        shown.dialog.stop("m1", "node chat-2")
        shown.dialog.reopen("s2", "chat-2")
        compare(called(actions), [["stop", "m1"], ["reopen", "s2"]])
        TestCluster.use(true)
        shown.dialog.reopen("s2", "chat-2")
        tryCompare(shown.dialog, "opened", true)
        compare(shown.dialog.title, "Let chat-2 take new sessions?")
        verify(dialogText().includes("Its drain is taken back"))
        compare(called(actions), [])
        type("chat")
        keyClick(Qt.Key_Return)
        compare(called(actions), [["reopen", "s2"]])
    }

    function test_framesAreShownAsTheyAre() {
        page = tail
        showDialog()
        compare(shown.dialog.title, "Frames of u1")
        const words = dialogText()
        verify(words.includes("hello <b>you</b>"), "no markup is taken for one")
        verify(words.includes("12:04:31.004"))
        verify(words.includes("live"))
        verify(!words.includes("Nothing has been said since."))
        shown.frames.rows = []
        tryVerify(() => dialogText().includes("Nothing has been said since."))
    }
    function test_aLongFrameEndsAfterSomeLines() {
        page = tail
        showDialog()
        const frame = texts(shown.dialog.contentItem).find(label => label.text.startsWith("你好你好"))
        tryCompare(frame, "lineCount", 6)
        verify(frame.truncated)
        verifyLegible(anywhere("tailFrames"))
    }
    function test_whatIsSaidCanBeHidden() {
        page = tail
        showDialog()
        press("tailRedacted")
        compare(shown.frames.redacted, true)
        press("tailPause")
        compare(shown.frames.paused, true)
        compare(anywhere("tailPause").text, "Go on")
        press("tailClear")
        anywhere("tailScope").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(shown.frames.scope, 1)
        press("tailClose")
        tryCompare(shown.dialog, "visible", false)
        compare(called(shown.frames), [["clear"], ["stop"]])
    }

    function test_aSessionIsToldWithItsRule() {
        page = pane
        show({ width: 340, height: 600 })
        for (const words of ["u1", "v1", "room", "lobby", "chat-1", "The default places it on v1.", "1. office", "the address is not in 192.168.20.0/24",
                             "The request that opened it", "/chat"])
            verify(says(words), words)
        compare(named("sessionPaneEnded").visible, false)
        compare(named("sessionPaneUnknown").visible, false)
        vm.detail.request.rows = []
        verify(!says("The request that opened it"))
        vm.detail.unknownText = "Its headers are not known."
        verify(says("Its headers are not known."))
    }
    function test_aSessionThatEndedHasNoMoreFrames() {
        page = pane
        show({ width: 340, height: 600 })
        compare(named("sessionPaneTail").enabled, true)
        vm.detail.ended = true
        compare(named("sessionPaneEnded").visible, true)
        compare(named("sessionPaneTail").enabled, false)
    }
    function test_thePaneAsksAndCopies() {
        page = pane
        show({ width: 340, height: 600 })
        closes.clear()
        tails.clear()
        click("sessionPaneTail")
        click("sessionPaneCopy")
        click("sessionPaneClose")
        compare(tails.count, 1)
        compare(closes.count, 1)
        compare(called(vm.detail), [["copyJson"]])
    }
    function test_longWordsOfASessionWrap() {
        page = pane
        show({ width: 340, height: 600 })
        vm.detail.user = "somebody-with-a-long-account-name@department.example.org"
        vm.detail.facts.change(0, "value", "一个名字很长的聊天室".repeat(12))
        vm.detail.steps.change(0, "text", "地址不在任何一个办公室的网段里".repeat(6))
        verifyLegible(shown)
        compare(named("sessionPaneClose").visible, true)
        verify(place(named("sessionPaneClose")).x + named("sessionPaneClose").width <= shown.width)
    }
}
