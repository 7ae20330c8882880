// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Catalog: services or nodes, the instances of one and what can be done with them; CatalogServiceRow, CatalogNodeRow,
// CatalogInstances, CatalogInstanceRow, CatalogVersionRow, CatalogGroupRow, CatalogCheckRow, CatalogStrip,
// CatalogExpression and CatalogActions with it.
PageTest {
    id: test

    function openMenu(instance: string) {
        mouseClick(named("catalogMenu_" + instance))
        tryCompare(anywhere("catalogMaintenance"), "visible", true)
        settle(anywhere("catalogMaintenance"))
    }

    function partsIn(item: Item): var {
        let found = []
        for (let i = 0; i < item.children.length; ++i) {
            const child = item.children[i]
            found = found.concat("modelData" in child ? [child] : partsIn(child))
        }
        return found
    }

    name: "CatalogPage"
    page: Component {
        CatalogPage {
            vm: FullCatalog {}
        }
    }

    function test_aServiceIsItsHealthAndItsInstances() {
        show()
        for (const words of ["chat", "2", "1 of 2 in maintenance"])
            verify(shownText(named("catalogService_chat")).includes(words), words)
        compare(TestAccess.description(named("catalogService_shop")), "all passing")
        compare(named("catalogService_chat").highlighted, true)
        compare(named("catalogService_shop").highlighted, false)
        verify(says("2 instances, 1 takes requests"))
    }
    function test_shownServicesAreAskedFor() {
        show()
        compare([...new Set(called().map(call => call.join(" ")))], ["want chat", "want shop"])
    }
    function test_aClickChoosesAService() {
        show()
        mouseClick(named("catalogService_shop"))
        compare(vm.selected, "shop")
    }
    function test_keysMoveTheChoice() {
        show()
        called()
        named("catalogServices").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Up)
        named("catalogFilter").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(called(), [["moveSelection", 1], ["moveSelection", -1], ["moveSelection", 1]])
    }
    function test_nodesTakeThePlaceOfServices() {
        show()
        click("catalogView_nodes")
        compare(vm.byNode, true)
        compare(named("catalogServices").visible, false)
        compare(named("catalogNodes").visible, true)
        verify(shownText(named("catalogNode_node-a")).includes("zone a"))
        verify(shownText(named("catalogNode_node-b")).includes("serf is critical"), "its health where it has no meta")
        compare(named("catalogExpression").visible, false)
        settle(named("catalogNode_node-b"))
        mouseClick(named("catalogNode_node-b"))
        compare(vm.selected, "node-b")
        click("catalogView_services")
        compare(vm.byNode, false)
    }
    function test_anInstanceIsWhereItIsAndHowItIs() {
        show()
        const row = named("catalogInstance_chat-1")
        for (const words of ["chat-1", "10.0.0.1:9001", "zone=a", "passing", "2 flaps"])
            verify(shownText(row).includes(words), words)
        for (const words of ["v1", "1 instance", "http", "HTTP GET: 200 OK"])
            verify(shownText(named("catalogRows")).includes(words), words)
        compare(TestAccess.name(named("catalogMenu_chat-1")), "Actions on chat-1")
    }
    function test_aClickOpensAnInstanceToItsChecks() {
        show()
        called()
        mouseClick(named("catalogInstance_chat-2"), 80, 20)
        compare(called(), [["toggle", "id-2"]])
    }
    function test_aCheckWithoutOutputSaysSo() {
        show()
        vm.rows.change(2, "output", "")
        verify(says("no output"))
    }
    function test_aGroupOfANodeIsItsService() {
        show()
        vm.rows.rows = [{ row: "service", version: "chat", title: "2 instances", kind: "ok", rowId: "g" }]
        verify(shownText(named("catalogRows")).includes("chat"))
        verify(shownText(named("catalogRows")).includes("2 instances"))
    }
    function test_emptyIsSaidInWords() {
        show()
        vm.rows.rows = []
        verify(says("Nothing runs here."))
        vm.expression = "Service.Port > 1"
        verify(says("No instance fits the expression."))
        vm.selected = ""
        verify(says("Choose a service."))
        compare(named("catalogCopyCurl").visible, false)
        vm.services.rows = []
        vm.emptyText = "No service fits the filter."
        verify(says("No service fits the filter."))
    }
    function test_aServiceIsCopied() {
        show()
        called()
        click("catalogCopyCurl")
        click("catalogCopyJson")
        compare(called(), [["copyCurl", ""], ["copyJson", ""]])
    }
    function test_anInstanceIsCopiedFromItsMenu() {
        show()
        called()
        openMenu("chat-1")
        press("catalogCopyAddress")
        compare(called(), [["copyAddress", "id-1"]])
    }
    function test_maintenanceIsAskedFirstAndSaysWhy() {
        show()
        called()
        openMenu("chat-1")
        compare(anywhere("catalogMaintenance").text, "Maintenance…")
        press("catalogMaintenance")
        tryCompare(anywhere("catalogAwayDialogWhy"), "activeFocus", true)
        compare(called(), [])
        type("new disk")
        press("catalogAwayDialogYes")
        compare(called(), [["setMaintenance", "id-1", true, "new disk"]])
    }
    function test_severalAreCountedAsTheyWillBeSwitched() {
        show()
        vm.marked.count = 3
        vm.restCount = 2
        vm.returnCount = 1
        vm.dialogAsked("rest")
        tryVerify(() => anywhere("catalogRestDialogYes").visible)
        const dialogs = ["catalogRestDialog", "catalogReturnDialog"].map(name => findChild(shown, name))
        compare(dialogs[0].title, "Put 2 instances into maintenance?")
        compare(dialogs[1].title, "End the maintenance of 1 instance?")
        vm.restCount = 1
        vm.returnCount = 2
        compare(dialogs[0].title, "Put 1 instance into maintenance?")
        compare(dialogs[1].title, "End the maintenance of 2 instances?")
        Session.language = "zh"
        compare(dialogs[0].title, "让 1 个实例进入维护？")
    }
    function test_escapeLeavesTheInstanceAlone() {
        show()
        called()
        openMenu("chat-1")
        press("catalogMaintenance")
        tryCompare(anywhere("catalogAwayDialogWhy"), "activeFocus", true)
        keyClick(Qt.Key_Escape)
        tryCompare(anywhere("catalogAwayDialogWhy"), "visible", false)
        compare(called(), [])
    }
    function test_maintenanceEnds() {
        show()
        called()
        openMenu("chat-2")
        compare(anywhere("catalogMaintenance").text, "End maintenance…")
        press("catalogMaintenance")
        press("catalogBackDialogYes")
        compare(called(), [["setMaintenance", "id-2", false, ""]])
    }
    function test_readOnlyHasNoMaintenance() {
        Session.readOnly = true
        show()
        openMenu("chat-1")
        compare(anywhere("catalogMaintenance").enabled, false)
        compare(anywhere("catalogCopyAddress").enabled, true)
    }
    function test_whatCameOfItIsSaid() {
        show()
        compare(named("catalogOutcome").visible, false)
        vm.actionText = "chat-1 is in maintenance"
        compare(named("catalogOutcome").text, "chat-1 is in maintenance")
        compare(named("catalogOutcome").color, Theme.muted)
        vm.actionError = "Consul refused: 403"
        compare(named("catalogOutcome").text, "Consul refused: 403")
        compare(named("catalogOutcome").color, Theme.bad)
    }
    function test_anExpressionIsTypedAndItsMistakeSaid() {
        show()
        named("catalogExpression").forceActiveFocus()
        type("Node == a")
        tryCompare(vm, "expression", "Node == a")
        compare(named("catalogExpressionError").visible, false)
        vm.expressionError = "Selector \"Node\" is not valid"
        compare(named("catalogExpressionError").visible, true)
        verify(says("Selector \"Node\" is not valid"))
    }
    function test_theStripShowsTheStatesInTheirOrder() {
        show()
        const parts = partsIn(named("catalogInstance_chat-1"))
        compare(parts.length, 2)
        compare(parts[0].color, Theme.ok)
        compare(parts[1].color, Theme.bad)
        verify(parts[0].width > 5 * parts[1].width)
        verify(parts[1].x >= parts[0].x + parts[0].width)
        verify(parts[1].height > parts[0].height, "bad is told by its height too")
    }
    function test_longNamesGiveWay_data() {
        return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
    }
    function test_longNamesGiveWay(data) {
        Session.language = data.language
        show({ width: 900 })
        vm.services.change(0, "name", "a-service-with-a-name-that-is-longer-than-its-column-is-wide")
        vm.rows.change(1, "title", "chat-7f5d8c9b6d-x2v4q.eu-central-1.compute.internal-and-some-more")
        vm.rows.change(1, "address", "2001:0db8:85a3:0000:0000:8a2e:0370:7334:9001")
        vm.rows.change(1, "about", "区域=华东，机架=十二，硬件=新，用途=聊天，".repeat(8))
        vm.rows.change(2, "output", "连接被拒绝".repeat(200))
        vm.rows.change(2, "title", "a-check-with-a-name-that-is-longer-than-its-column")
        verifyLegible(shown)
    }
}
