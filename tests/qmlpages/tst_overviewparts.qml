// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// What Overview is drawn of: OverviewRow's bars, VersionBar, Sparkline and Topology.
PageTest {
    id: test

    // The coloured parts of a bar, left to right.
    function parts(bar: Item): var {
        const row = bar.children[0]
        return Array.from(row.children).filter(part => "modelData" in part)
    }
    function node(name: string): Item {
        return named("node_" + name)
    }

    name: "OverviewParts"

    Component {
        id: versionBar

        VersionBar {}
    }
    Component {
        id: sparkline

        Sparkline {}
    }
    Component {
        id: overview

        FullOverview {}
    }
    SignalSpy {
        id: asked

        target: test.page === topology ? test.shown : null
        signalName: target ? "placeAsked" : ""
    }
    Component {
        id: topology

        Topology {}
    }

    function test_aBarIsSharedByItsVersions() {
        page = versionBar
        show({ width: 200, height: 8, parts: [{ version: "v1", share: 0.75 }, { version: "v2", share: 0.25 }] })
        const [first, second] = parts(shown)
        compare(first.width, 150)
        compare(second.x, 150)
        compare(second.width, 50)
        compare(first.color, Theme.versionColor(VersionColors.indexes["v1"]))
        verify(first.color !== second.color)
        shown.parts = []
        tryVerify(() => parts(shown).length === 0)
    }
    function test_aBarOfOneVersionIsFull() {
        page = versionBar
        show({ width: 200, height: 8, parts: [{ version: "v1", share: 1 }] })
        compare(parts(shown)[0].width, 200)
    }

    function test_aSparklineIsDrawnOfItsValues() {
        page = sparkline
        show({ width: 120, height: 24 })
        const empty = TestEyes.picture(shown)
        shown.values = [0, 1, 0.5]
        tryVerify(() => TestEyes.picture(shown) !== empty)
        const three = TestEyes.picture(shown)
        shown.values = [1, 0, 0.5]
        tryVerify(() => TestEyes.picture(shown) !== three)
        shown.values = []
        tryVerify(() => TestEyes.picture(shown) === empty)
    }
    function test_aSparklineOfOneValueIsNoError() {
        page = sparkline
        show({ width: 120, height: 24, values: [0.5] })
    }

    function fullMap(): var {
        return createTemporaryObject(overview, test).topology
    }
    function test_theFlowStandsInThreeColumns() {
        page = topology
        show({ topology: fullMap() })
        verify(node("proxy-1").x < node("v1").x)
        verify(node("v1").x < node("chat-1").x)
        verify(node("v1").y < node("v2").y)
        verify(shownText(node("proxy-1")).includes("1,204/s"))
        compare(node("chat-2").border.color, Theme.bad)
        compare(node("chat-1").border.color, Theme.border)
        verify(!says("No proxy of this service is heard."))
    }
    function test_aNodeIsOpenedByAClickAndItsFiguresMoveUnderIt() {
        page = topology
        show({ topology: fullMap() })
        asked.clear()
        const before = node("chat-2")
        mousePress(before)
        shown.topology = fullMap()  // a second later
        compare(node("chat-2"), before)
        mouseRelease(before)
        compare(asked.signalArguments[0][0], "halftone://chat-2")
        compare(before.Accessible.name, "chat-2: bad")
    }
    function test_keysGoFromNodeToNode() {
        page = topology
        show({ topology: fullMap() })
        asked.clear()
        shown.forceActiveFocus(Qt.TabFocusReason)
        compare(node("v1").current, true)
        keyClick(Qt.Key_Down)
        compare(node("v2").current, true)
        compare(shown.Accessible.description, "v2: bad")
        keyClick(Qt.Key_Down)
        compare(node("v2").current, true)
        keyClick(Qt.Key_Right)
        compare(node("chat-2").current, true)
        keyClick(Qt.Key_Return)
        compare(asked.signalArguments[0][0], "halftone://chat-2")
        keyClick(Qt.Key_Left)
        keyClick(Qt.Key_Left)
        compare(node("proxy-1").current, true)
    }
    function test_withoutProxiesItSaysSo() {
        page = topology
        show({ topology: ({}) })
        verify(says("No proxy of this service is heard."))
        Session.language = "zh"
        verify(!says("No proxy"))
        verifyLegible(shown)
    }
    function test_manyNodesFitAndKeepTheirNames() {
        page = topology
        const map = fullMap()
        map.instances = Array.from({ length: 24 }, (_, i) => ({ name: "an-instance-with-quite-a-long-name-" + i, kind: "ok", version: "v1", text: "12,345", words: "", place: "" }))
        map.flows = []
        show({ width: 700, height: 500, topology: map })
        verifyLegible(shown)
        let before = -1
        for (let i = 0; i < 24; ++i) {
            const box = place(node("an-instance-with-quite-a-long-name-" + i))
            verify(box.y > before, i + " is below the one before")
            verify(box.y >= 0 && box.y + box.height <= shown.height)
            before = box.y + box.height
        }
    }
}
