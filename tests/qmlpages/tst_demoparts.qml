// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// What Demo is made of: DemoMap with DemoCrowdNode, DemoLinks, DemoProcess and DemoAction; DemoCrowd with DemoFigure;
// DemoFaults; DemoProblem and DemoAbsent.
PageTest {
    id: test

    name: "DemoParts"

    Component {
        id: map

        DemoMap {
            vm: FullDemo {}
        }
    }
    Component {
        id: crowd

        DemoCrowd {
            vm: FullDemo {}
        }
    }
    Component {
        id: crowdNode

        DemoCrowdNode {
            vm: FullDemo {}
        }
    }
    Component {
        id: faults

        DemoFaults {
            vm: FullDemo {}
            version: "v2"
            errorPercent: 5
            errorText: "5 %"
            latencyMs: 300
            latencyText: "300 ms"
            injected: true
        }
    }
    Component {
        id: figure

        DemoFigure {
            label: "Requests"
            number: "18,204"
        }
    }
    Component {
        id: action

        DemoAction {
            process: "chat-1"
            text: "Kill"
        }
    }
    Component {
        id: links

        DemoLinks {}
    }
    Component {
        id: problem

        DemoProblem {
            vm: FullDemo {}
        }
    }
    Component {
        id: absent

        DemoAbsent {}
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
        Session.language = "en"
    }

    function test_theMapStandsFromTheCrowdToTheRegistry() {
        page = map
        show({ width: 1100, height: 400 })
        const columns = ["demoProcess_proxy-1", "demoProcess_chat-1", "demoProcess_consul"].map(name => place(named(name)))
        verify(columns[0].x + columns[0].width < columns[1].x)
        verify(columns[1].x + columns[1].width < columns[2].x)
        const crowd = place(texts(shown).find(label => label.text === "Crowd"))
        verify(crowd.x < columns[0].x)
        const second = place(named("demoProcess_chat-2"))
        compare(second.x, columns[1].x)
        verify(second.y >= columns[1].y + columns[1].height)
    }
    function test_theMapAsksBeforeItHurts() {
        page = map
        show({ width: 1100, height: 400 })
        listen("hurtAsked")
        click("demoKill_chat-1")
        click("demoStop_chat-1")
        click("demoStart_chat-2")
        compare(asked.signalArguments.map(args => [args[0], args[1]]), [["chat-1", "kill"], ["chat-1", "stop"]])
        compare(called(), [["act", "chat-2", "start"]])
    }
    function test_manyNodesAreAllThere() {
        page = map
        show({ width: 1100, height: 1200 })
        vm.nodes.rows = Array.from({ length: 12 }, (_, i) => vm.process("chat-" + i, "chat", i % 2 ? "v1" : "v2", true))
        let before = -1
        for (let i = 0; i < 12; ++i) {
            const item = named("demoProcess_chat-" + i)
            settle(item)
            const box = item.mapToItem(shown, 0, 0)
            verify(box.y > before, i)
            before = box.y
        }
    }
    function test_aProcessThatFailedIsRed() {
        page = map
        show({ width: 1100, height: 400 })
        const node = named("demoProcess_chat-1")
        compare(node.border.color, Theme.border)
        vm.nodes.change(0, "kind", "bad")
        vm.nodes.change(0, "stateText", "failed")
        compare(node.border.color, Theme.bad)
        verify(shownText(node).includes("failed"))
    }
    function test_longNamesOfProcessesGiveWay() {
        page = map
        show({ width: 900, height: 400 })
        vm.nodes.change(0, "process", "chat-node-with-quite-a-long-name")
        vm.nodes.change(0, "version", "v2.15.1-rc.4")
        vm.nodes.change(0, "address", "2001:0db8:85a3:0000:0000:8a2e:0370:7334:9001")
        vm.nodes.change(0, "memory", "1,234 MB")
        vm.nodes.change(0, "restarts", "12 restarts")
        verifyLegible(shown)
    }
    function test_linksAreDrawn() {
        page = links
        show({ width: 48, height: 200 })
        const one = TestEyes.picture(shown)
        shown.to = 3
        tryVerify(() => TestEyes.picture(shown) !== one)
        const three = TestEyes.picture(shown)
        shown.dashed = true
        tryVerify(() => TestEyes.picture(shown) !== three)
        compare(shown.middle(0, 2), 50)
        compare(shown.middle(1, 2), 150)
    }
    function test_theCrowdsNodeSaysWhatItDoes() {
        page = crowdNode
        show({ width: 160, height: 120 })
        for (const words of ["Crowd", "200", "412 requests/s", "200 sessions", "cpu 12 %"])
            verify(says(words), words)
        vm.crowdLoad = ""
        verify(!says("cpu"))
        Session.language = "zh"
        verifyLegible(shown)
    }
    function test_theCrowdIsToldInFigures() {
        page = crowd
        show({ width: 320, height: 300 })
        for (const words of ["Requests per second", "412", "Failed", "12", "Chat sessions", "Reconnects", "3", "200 users"])
            verify(says(words), words)
        listen("usersAsked")
        named("crowdSliderHandle").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_End)
        tryCompare(asked, "count", 1)
        compare(asked.signalArguments[0][0], 1000)
        Session.language = "zh"
        verifyLegible(shown)
    }
    function test_aFigureStandsAtTheRight() {
        page = figure
        show({ width: 200, height: 24 })
        const number = texts(shown).find(label => label.text === "18,204")
        compare(place(number).x + place(number).width, 200)
        shown.tint = Theme.bad
        compare(number.color, Theme.bad)
    }
    function test_anActionIsThereOnlyWhenItCanBeDone() {
        page = action
        show({ width: 60, height: 28 })
        compare(shown.visible, true)
        compare(TestAccess.name(shown), "Kill chat-1")
        shown.enabled = false
        compare(shown.visible, false)
    }
    function test_faultsAreInjectedBySliders() {
        page = faults
        show({ width: 320, height: 240 })
        verify(says("Faults of v2"))
        verify(says("5 %"))
        verify(says("300 ms"))
        listen("errorsAsked")
        named("faultErrorRate_v2Handle").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Right)
        tryCompare(asked, "count", 1)
        compare(asked.signalArguments[0][0], 6)
        listen("latencyAsked")
        named("faultLatency_v2Handle").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_End)
        tryCompare(asked, "count", 1)
        compare(asked.signalArguments[0][0], 2000)
        compare(called(), [])
        click("faultClear_v2")
        compare(called(), [["clearFaults", "v2"]])
        shown.injected = false
        compare(named("faultClear_v2").enabled, false)
        Session.language = "zh"
        verifyLegible(shown)
    }
    function test_aProblemTakesNoRoomWhenThereIsNone() {
        page = problem
        show({ width: 500, height: 36 })
        compare(shown.visible, false)
        vm.problem = "chat-1 did not stop within 5 s"
        compare(shown.visible, true)
        compare(TestAccess.name(shown), "The demo did not do it: chat-1 did not stop within 5 s")
        vm.problem = "no ".repeat(300)
        verifyLegible(shown)
        verify(texts(shown)[0].truncated)
    }
    function test_theCommandThatStartsADemoCanBeCopied() {
        page = absent
        show({ width: 700, height: 400 })
        const command = named("demoCommand")
        compare(command.text, "halftone-server demo --consul URL")
        command.forceActiveFocus()
        keyClick(Qt.Key_A, Qt.ControlModifier)
        compare(command.selectedText, command.text)
        keyClick(Qt.Key_X)
        compare(command.text, "halftone-server demo --consul URL")
        Session.language = "zh"
        verifyLegible(shown)
    }
}
