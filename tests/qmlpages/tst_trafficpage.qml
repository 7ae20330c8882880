// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Traffic: rules, chart, default split and draft, and the keys and buttons that lead to its dialogs.
PageTest {
    id: test

    function opens(objectName: string): bool {
        const item = anywhere(objectName)
        tryVerify(() => item.visible && item.Window.window !== null)
        return item.visible
    }

    name: "TrafficPage"
    page: Component {
        TrafficPage {
            vm: FullTraffic {}
        }
    }

    function test_aPolicyIsSaidInWords() {
        show()
        for (const words of ["r42 by li, 12 min ago", "office", "the address is in 192.168.10.0/24", "Default split", "1,204 requests in the last minute",
                             "sticky by user", "70.4 ± 1.1", "95.2", "100.00"])
            verify(says(words), words)
    }
    function test_theMeasuredShareSaysWhatItsBandIs() {
        show()
        const meaning = texts(shown).find(label => label.text === "measured %").meaning
        verify(meaning.includes("this split") && !meaning.includes("default"), "of a rule too: " + meaning)
        verify(meaning.includes("wider") && !meaning.includes("independent"), "by the users: " + meaning)
    }
    function showManyRules(): Item {
        show({ height: 640 })
        vm.rules.rows = Array.from({ length: 40 }, (_, at) => ({
            name: "rule-" + at, number: at + 1, when: "always", split: [], ruleOn: true, changed: false, hits: "", warning: ""
        }))
        const list = named("ruleList")
        tryCompare(list, "count", 40)
        verify(list.contentHeight > 2 * list.height)
        return list
    }
    // In the list, since the grip goes with the pointer.
    function dragTo(list: Item, grip: Item, y: real): point {
        const from = list.mapFromItem(grip, grip.width / 2, grip.height / 2)
        mousePress(grip)
        for (let step = 1; step <= 8; ++step)
            mouseMove(list, from.x, from.y + (y - from.y) * step / 8)
        return Qt.point(from.x, y)
    }
    function test_aLineShowsWhereADraggedRuleWillBe() {
        const list = showManyRules()
        const grip = named("ruleGrip_1")
        const to = dragTo(list, grip, 3.5 * grip.height)
        const line = anywhere("ruleDropLine")
        tryCompare(line, "visible", true)
        fuzzyCompare(line.y + line.height / 2, 4 * grip.height, 1)
        mouseRelease(list, to.x, to.y)
        tryCompare(line, "visible", false)
        compare(called(), [["moveRule", 1, 3]])
    }
    function test_aRuleIsDraggedBeyondWhatIsInView() {
        const list = showManyRules()
        const grip = named("ruleGrip_0")
        const to = dragTo(list, grip, list.height + 30)
        tryVerify(() => list.atYEnd, 10000)
        mouseRelease(list, to.x, to.y)
        compare(called(), [["moveRule", 0, 39]])
        tryCompare(anywhere("ruleDropLine"), "visible", false)
    }
    function test_withoutAPolicyOnlyANewOneIsOffered() {
        show()
        vm.hasPolicy = false
        verify(!says("Default split"))
        compare(named("newPolicyButton").highlighted, true)
        compare(named("settingsButton").enabled, false)
        compare(named("historyButton").enabled, false)
        keyClick(Qt.Key_H, Qt.ControlModifier)
        keyClick(Qt.Key_N, Qt.ControlModifier)
        compare(called(), [])
        compare(called(vm.history), [])
    }
    function test_readOnlyHasNoNewPolicy() {
        Session.readOnly = true
        show()
        compare(named("newPolicyButton").visible, false)
    }
    function test_theServiceIsPicked() {
        show()
        named("servicePicker").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(vm.service, "shop")
        vm.services = []
        compare(named("servicePicker").enabled, false)
    }
    function test_theSpanOfTheChartIsPicked() {
        show()
        click("span_900")
        compare(vm.span, 900)
        vm.chartText = "No proxy is heard."
        verify(says("No proxy is heard."))
    }
    function test_keysUndoAndRedo() {
        show()
        keyClick(Qt.Key_Z, Qt.ControlModifier)
        compare(called(), [])
        vm.canUndo = true
        vm.canRedo = true
        keyClick(Qt.Key_Z, Qt.ControlModifier)
        keyClick(Qt.Key_Z, Qt.ControlModifier | Qt.ShiftModifier)
        keyClick(Qt.Key_Y, Qt.ControlModifier)
        compare(called(), [["undo"], ["redo"], ["redo"]])
    }
    function test_keysTakeAPublishBackWhileItCanBe() {
        const keys = () => keyClick(Qt.Key_Z, Qt.ControlModifier | Qt.AltModifier)
        show()
        keys()
        compare(called(), [])
        vm.takeBackSeconds = 4
        keys()
        compare(called(), [["takeBack"]])
        Session.readOnly = true
        keys()
        compare(called(), [])
    }
    function test_ctrlNBeginsARule() {
        show()
        keyClick(Qt.Key_N, Qt.ControlModifier)
        compare(called(), [["editRule", -1]])
        vm.editorOpened()
        verify(opens("ruleName"))
    }
    function test_aDoubleClickOpensTheRule() {
        show()
        const rule = named("ruleList").itemAtIndex(1)
        TestPointer.doubleClick(rule, 200, rule.height / 2)
        compare(called(), [["editRule", 1]])
    }
    function test_historyOpensByButtonAndKey() {
        show()
        click("historyButton")
        verify(opens("rollBackButton"))
        compare(called(vm.history), [["load"]])
        press("closeHistoryButton")
        tryCompare(anywhere("closeHistoryButton"), "visible", false)
        keyClick(Qt.Key_H, Qt.ControlModifier)
        verify(opens("rollBackButton"))
    }
    function test_settingsAreBegunThenShown() {
        show()
        click("settingsButton")
        compare(called(), [["editSettings"]])
        vm.dialogAsked("settings")
        verify(opens("acceptSettingsButton"))
    }
    function test_aNewPolicyIsBegun() {
        show()
        click("newPolicyButton")
        verify(opens("firstPolicyPublish"))
        compare(called(vm.first), [["load"]])
    }
    function test_ctrlEnterReviewsOnlyADraft() {
        show()
        keyClick(Qt.Key_Return, Qt.ControlModifier)
        compare(findChild(test.Window.window, "publishMessage")?.visible ?? false, false)
        vm.changed = true
        keyClick(Qt.Key_Return, Qt.ControlModifier)
        verify(opens("publishMessage"))
    }
    function test_ctrlEnterInAConflictMerges() {
        show()
        vm.changed = true
        vm.conflict = true
        keyClick(Qt.Key_Return, Qt.ControlModifier)
        verify(opens("acceptMergeButton"))
    }
    function test_aDialogAskedForFromElsewhereOpens_data() {
        return [
            { tag: "history", changed: false, conflict: false, item: "rollBackButton" }, { tag: "settings", changed: false, conflict: false, item: "acceptSettingsButton" },
            { tag: "review", changed: true, conflict: false, item: "publishMessage" }, { tag: "conflict", changed: true, conflict: true, item: "acceptMergeButton" }
        ]
    }
    function test_aDialogAskedForFromElsewhereOpens(data) {
        show()
        vm.changed = data.changed
        vm.conflict = data.conflict
        vm.dialogAsked(data.tag)
        verify(opens(data.item))
    }
    function test_keysOfAHiddenPageDoNothing() {
        show()
        vm.canUndo = true
        shown.visible = false
        keyClick(Qt.Key_Z, Qt.ControlModifier)
        keyClick(Qt.Key_N, Qt.ControlModifier)
        compare(called(), [])
    }
    function test_longWordsGiveWay_data() {
        return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
    }
    function test_longWordsGiveWay(data) {
        Session.language = data.language
        show({ width: 1016, height: 608 })
        vm.headline = "r42 由 somebody-with-a-long-account-name@department.example.org 于十二分钟前发布，" + "因为周末".repeat(10)
        vm.rules.change(0, "name", "everybody who works in the northern offices and their guests")
        vm.rules.change(0, "when", "the address is in 192.168.10.0/24 and the header X-App-Version is one of beta, canary or nightly")
        vm.rules.change(0, "hits", "12,345/s")
        verifyLegible(shown)
    }
}
