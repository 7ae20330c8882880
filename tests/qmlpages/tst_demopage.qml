// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Demo: its processes, its crowd and its faults, and what can be done to them.
PageTest {
    id: test

    name: "DemoPage"
    page: Component {
        DemoPage {
            vm: FullDemo {}
        }
    }

    function test_withoutADemoItSaysHowToStartOne() {
        show()
        vm.running = false
        compare(named("demoAbsent").visible, true)
        verify(says("No demo is running here"))
        compare(named("demoCommand").visible, true)
        verify(!says("Crowd"))
        vm.state = PageViewModel.Loading
        compare(named("demoAbsent").visible, false)
    }
    function test_aProcessSaysWhatItIsAndCosts() {
        show()
        const chat = named("demoProcess_chat-1")
        for (const words of ["chat-1", "v1", "running", "3 %", "21 MB", "127.0.0.1:9001", "1204"])
            verify(shownText(chat).includes(words), words)
        compare(TestAccess.name(chat), "chat-1")
        compare(TestAccess.description(chat), "running")
        vm.nodes.change(0, "restarts", "2 restarts")
        verify(shownText(chat).includes("running · 2 restarts"))
    }
    function test_onlyWhatCanBeDoneIsOffered() {
        show()
        compare(named("demoKill_chat-1").visible, true)
        compare(named("demoStop_chat-1").visible, true)
        compare(named("demoStart_chat-1").visible, false)
        compare(named("demoKill_chat-2").visible, false)
        compare(named("demoStart_chat-2").visible, true)
        compare(named("demoKill_consul").visible, false)
    }
    function test_killStopAndStartAreDoneAtOnce() {
        show()
        click("demoKill_chat-1")
        click("demoStop_chat-1")
        click("demoStart_chat-2")
        compare(called(), [["act", "chat-1", "kill"], ["act", "chat-1", "stop"], ["act", "chat-2", "start"]])
    }
    function test_onProductionKillingIsAskedFirst() {
        TestCluster.use(true)
        show()
        click("demoKill_chat-1")
        compare(called(), [])
        verify(anywhere("demoHurtDialogYes").visible)
        compare(anywhere("demoHurtDialogYes").enabled, false)
        type("chat-1")
        tryCompare(anywhere("demoHurtDialogYes"), "enabled", true)
        mouseClick(anywhere("demoHurtDialogYes"))
        compare(called(), [["act", "chat-1", "kill"]])
    }
    function test_onProductionMoreFaultsAndAnotherCrowdAreAskedFirst() {
        TestCluster.use(true)
        show()
        for (const one of [["faultErrorRate_v1", "v1", "setErrorPercent"], ["faultLatency_v1", "v1", "setLatency"],
                           ["crowdSlider", "users", "setUsers"]]) {
            named(one[0] + "Handle").forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Right)
            tryVerify(() => anywhere("demoHurtDialogYes").visible, 5000, one[0])
            compare(called(), [])
            type(one[1])
            tryCompare(anywhere("demoHurtDialogYes"), "enabled", true)
            mouseClick(anywhere("demoHurtDialogYes"))
            compare(called()[0][0], one[2])
        }
    }
    // What heals is not asked for.
    function test_onProductionFewerFaultsAreInForceAtOnce() {
        TestCluster.use(true)
        show()
        named("faultErrorRate_v2Handle").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Home)
        tryVerify(() => vm.calls.length > 0)
        compare(called(), [["setErrorPercent", "v2", 0]])
    }
    function test_whyItDidNotIsSaid() {
        show()
        compare(named("demoProblem").visible, false)
        vm.problem = "chat-1 did not stop within 5 s"
        compare(named("demoProblem").visible, true)
        verify(says("The demo did not do it: chat-1 did not stop within 5 s"))
    }
    function test_theCrowdIsToldInFigures() {
        show()
        for (const words of ["412", "18,204", "12", "200", "3", "cpu 12 %"])
            verify(says(words), words)
        const failed = texts(shown).find(label => label.text === "12")
        compare(failed.color, Theme.bad)
        vm.hasFailed = false
        compare(failed.color, Theme.text)
    }
    function test_theCrowdIsChangedByItsSlider() {
        show()
        const slider = named("crowdSlider")
        compare(slider.to, 1000)
        named("crowdSliderHandle").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Right)
        tryVerify(() => vm.calls.length > 0)
        compare(called(), [["setUsers", 201]])
        keyClick(Qt.Key_End)
        tryVerify(() => vm.calls.length > 0)
        compare(called(), [["setUsers", 1000]])
    }
    function test_faultsAreOfAVersion() {
        show()
        verify(says("Faults of v1"))
        verify(says("Faults of v2"))
        compare(named("faultClear_v1").enabled, false)
        click("faultClear_v2")
        compare(called(), [["clearFaults", "v2"]])
    }
    function test_readOnlyOffersNothing() {
        Session.readOnly = true
        show()
        for (const name of ["demoKill_chat-1", "demoStop_chat-1", "demoStart_chat-2"])
            compare(named(name).visible, false, name)
        for (const name of ["faultClear_v2", "crowdSliderHandle", "faultLatency_v2Handle"])
            compare(named(name).enabled, false, name)
    }
}
