// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Overview: every service in a line, and the flow of the chosen one.
PageTest {
    id: test

    function row(service: string): OverviewRow {
        return named("overviewRow_" + service)
    }

    name: "OverviewPage"
    page: Component {
        OverviewPage {
            vm: FullOverview {}
        }
    }

    function test_tabGoesFromTheServicesToTheTopology() {
        show()
        mouseClick(row("chat"))
        compare(named("overviewServices").activeFocus, true)
        keyClick(Qt.Key_Tab)
        const map = named("topology")
        compare(map.activeFocus, true)
        keyClick(Qt.Key_Right)
        compare(named("node_chat-1").current, true)
        keyClick(Qt.Key_Return)
        compare(called(), [["openPlace", "halftone://chat-1"]])
    }
    function test_aServiceIsHeardAsOneSentence() {
        show()
        compare(TestAccess.name(row("chat")), "chat: v2: errors +4 points, policy r42, by li, 12 min ago, wanted v1 75 %, v2 25 %, " +
                "measured v1 50 %, v2 50 %, requests 1,204, errors 4.20 %, p99 141 ms, sessions 4,812, v2 at 25 %")
    }
    function test_aServiceIsOneLineOfFigures() {
        show()
        for (const words of ["chat", "v2: errors +4 points", "r42", "v2 at 25 %", "by li, 12 min ago", "1,204", "4.20 %", "141 ms", "4,812"])
            verify(shownText(row("chat")).includes(words), words)
        verify(says("2 services, 1 needs a look"))
        const why = texts(row("chat")).find(label => label.text.startsWith("v2: errors"))
        compare(why.color, Theme.bad)
    }
    function test_withoutServicesThereIsNoFlow() {
        show()
        vm.services.rows = []
        compare(named("overviewServices").count, 0)
        verify(!says("How traffic flows"))
    }
    function test_aClickChoosesAndShowsTheFlow() {
        show()
        compare(vm.chosen, "")
        mouseClick(row("chat"))
        compare(vm.chosen, "chat")
        compare(row("chat").chosen, true)
        compare(row("shop").chosen, false)
        verify(says("How traffic flows through chat"))
        verify(says("chat-2"))
        compare(called(), [])
    }
    function test_aDoubleClickOpensTraffic() {
        show()
        TestPointer.doubleClick(row("shop"), 60, 12)
        compare(called(), [["openTraffic", "shop"]])
    }
    function test_keysChooseAndEnterOpens() {
        show()
        const list = named("overviewServices")
        list.forceActiveFocus(Qt.TabFocusReason)
        compare(list.currentIndex, 0)
        keyClick(Qt.Key_Down)
        compare(vm.chosen, "shop")
        keyClick(Qt.Key_Down)
        compare(vm.chosen, "shop")
        keyClick(Qt.Key_Return)
        keyClick(Qt.Key_Up)
        keyClick(Qt.Key_Enter, Qt.KeypadModifier)
        compare(called(), [["openTraffic", "shop"], ["openTraffic", "chat"]])
    }
    function test_theChosenOneStaysChosenWhenRowsMove() {
        show()
        const list = named("overviewServices")
        mouseClick(row("shop"))
        list.forceActiveFocus(Qt.TabFocusReason)
        compare(list.currentIndex, 1)
        vm.services.rows = [vm.services.rows[1], vm.services.rows[0]]
        tryVerify(() => row("shop").y < row("chat").y)
        compare(vm.chosen, "shop")
        keyClick(Qt.Key_Return)
        compare(called(), [["openTraffic", "shop"]])
    }
    function test_theFocusGoesToTheChosenOne() {
        show()
        mouseClick(row("shop"))
        named("overviewServices").forceActiveFocus(Qt.TabFocusReason)
        compare(vm.chosen, "shop")
    }
    function test_aLongNameGivesWay() {
        show({ width: 900 })
        vm.services.change(0, "service", "a-service-with-a-name-that-is-longer-than-its-column-is-wide")
        vm.services.change(0, "why", "v2: errors +4 points, p99 +100 ms, sessions dropped 12, resumed without loss 80 %")
        verifyLegible(shown)
    }
    function test_theHeadsStandOverTheirColumns() {
        show()
        for (const [head, figure] of [["requests/s", "1,204"], ["errors", "4.20 %"], ["p99", "141 ms"], ["sessions", "4,812"], ["policy", "r42"]]) {
            const over = place(texts(shown).find(label => label.text === head))
            const under = place(texts(row("chat")).find(label => label.text === figure))
            fuzzyCompare(over.x + over.width, under.x + under.width, 1, head)
        }
    }
}
