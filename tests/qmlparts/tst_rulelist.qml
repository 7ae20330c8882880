// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui
import "../qml"

// The rules in their order, moved, switched, copied and deleted by the pointer and by keys; and which service they are of.
Item {
    id: stage

    property RuleList list: loader.item as RuleList
    property ServicePicker picker: pickerLoader.item as ServicePicker

    width: 900
    height: 420

    Loader {
        id: loader

        width: parent.width
        height: 300
        active: TestTraffic.vm !== null
        sourceComponent: RuleList {
            vm: TestTraffic.vm
        }
    }
    Loader {
        id: pickerLoader

        y: 320
        active: TestTraffic.choice !== null
        sourceComponent: ServicePicker {
            objectName: "service"
            choice: TestTraffic.choice
        }
    }
    SignalSpy {
        id: edits

        target: TestTraffic.vm
        signalName: "editorOpened"
    }
    ControlTest {
        id: test

        readonly property int patience: 15000

        name: "RuleList"

        function rules(): ListView {
            return test.part(stage.list, "ruleList")
        }
        function rule(index: int): RuleRow {
            tryVerify(() => rules().itemAtIndex(index) !== null)
            return rules().itemAtIndex(index)
        }
        // A part of a row under the pointer: the pointer brings its buttons.
        function inRow(index: int, name: string): Item {
            const row = rule(index)
            mouseMove(row, 200, row.height / 2)
            mouseMove(row, 202, row.height / 2)
            tryVerify(() => row.atHand)
            wait(0)
            const found = test.part(row, name + "_" + index)
            waitForItemPolished(found.parent)
            return found
        }
        function choose(index: int) {
            const row = rule(index)
            mouseClick(row, 200, row.height / 2)
            tryCompare(TestTraffic.vm, "selectedRule", index)
        }
        function init() {
            verify(TestTraffic.begin(), "a Consul in PATH")
            tryCompare(TestTraffic.vm, "hasPolicy", true, patience)
            tryCompare(rules(), "count", 2)
            edits.clear()
            mouseMove(stage, 1, stage.height - 1)
        }
        function cleanup() {
            Theme.dark = true
            Session.language = "en"
        }

        function test_aRuleIsSaidInWords() {
            const shown = test.shownText(rule(0))
            for (const words of ["1", "office", "user is 1", "v2", "100"])
                verify(shown.includes(words), words + " in " + shown)
            test.verifyFits(rule(0))
            test.inBothThemes(() => {
                for (const label of test.texts(rule(0)))
                    test.verifyReadable(label.color, Theme.surface, label.text)
            })
        }
        function test_aRowIsHeardAsItIsRead() {
            compare(TestAccess.role(rules()), "List")
            compare(TestAccess.role(rule(0)), "ListItem")
            compare(TestAccess.name(rule(0)), "1. office: user is 1")
            compare(TestAccess.name(inRow(0, "ruleGrip")), "Move rule office")
            compare(TestAccess.name(inRow(0, "ruleSwitch")), "Rule office is on")
            for (const name of ["ruleEdit", "ruleCopy", "ruleDelete"])
                verify(TestAccess.name(inRow(0, name)) !== "", name)
        }
        function test_aClickChooses() {
            choose(1)
            compare(rule(1).chosen, true)
            compare(rule(0).chosen, false)
            mouseClick(test.part(stage.list, "defaultRow"), 200, 10)
            compare(TestTraffic.vm.selectedRule, -1)
        }
        function test_aDoubleClickOpensTheEditor() {
            const row = rule(1)
            TestPointer.doubleClick(row, 200, row.height / 2)
            tryCompare(edits, "count", 1)
            compare(TestTraffic.vm.editor.name, "premium")
            compare(TestTraffic.vm.selectedRule, 1)
        }
        function test_theButtonsOfARowDoWhatTheySay() {
            mouseClick(inRow(1, "ruleSwitch"))
            verify(TestTraffic.vm.draftText.includes("“premium” off"), TestTraffic.vm.draftText)
            compare(rule(1).ruleOn, false)
            mouseClick(inRow(1, "ruleEdit"))
            compare(edits.count, 1)
            compare(TestTraffic.vm.editor.name, "premium")
            mouseClick(inRow(0, "ruleCopy"))
            tryVerify(() => rules().count === 3)
            mouseClick(inRow(0, "ruleDelete"))
            tryVerify(() => rules().count === 2)
        }
        function test_aRuleIsDraggedToItsPlace() {
            const grip = inRow(0, "ruleGrip")
            mousePress(grip)
            for (let y = 5; y <= 40; y += 5)
                mouseMove(grip, grip.width / 2, grip.height / 2 + y)
            mouseRelease(grip, grip.width / 2, grip.height / 2 + 40)
            compare(TestTraffic.rules(), ["premium", "office"])
            TestTraffic.vm.undo()
            compare(TestTraffic.rules(), ["office", "premium"])
        }
        function test_keysDoTheSame() {
            choose(0)
            verify(rules().activeFocus)
            keyClick(Qt.Key_Down, Qt.AltModifier)
            compare(TestTraffic.rules(), ["premium", "office"])
            compare(TestTraffic.vm.selectedRule, 1)
            keyClick(Qt.Key_Up, Qt.AltModifier)
            compare(TestTraffic.rules(), ["office", "premium"])
            keyClick(Qt.Key_Down)
            compare(TestTraffic.vm.selectedRule, 1)
            keyClick(Qt.Key_Down)
            compare(TestTraffic.vm.selectedRule, 1)
            keyClick(Qt.Key_Space)
            compare(rule(1).ruleOn, false)
            keyClick(Qt.Key_Return)
            compare(edits.count, 1)
            keyClick(Qt.Key_D, Qt.ControlModifier)
            compare(TestTraffic.rules().length, 3)
            keyClick(Qt.Key_Delete)
            compare(TestTraffic.rules().length, 2)
        }
        function names(): string {
            return TestTraffic.rules().join()
        }
        function press(name: string) {
            const button = test.part(stage.list, name)
            // In its place at the right, and the list below it.
            tryVerify(() => button.width > 0 && button.mapToItem(stage, 0, 0).x > 300)
            tryVerify(() => rules().mapToItem(stage, 0, 0).y > button.mapToItem(stage, 0, button.height).y)
            mouseClick(button)
        }
        function choose2() {
            choose(0)
            const row = rule(1)
            mouseClick(row, 200, row.height / 2, Qt.LeftButton, Qt.ControlModifier)
            tryCompare(TestTraffic.vm.marked, "count", 2)
        }
        function test_severalRulesAreMarkedByClicks() {
            compare(test.part(stage.list, "selectionText").visible, false)
            choose2()
            compare(rule(0).isMarked && rule(1).isMarked, true)
            tryCompare(test.part(stage.list, "selectionText"), "visible", true)
            compare(test.part(stage.list, "selectionText").text, "2 selected")
            const row = rule(1)
            mouseClick(row, 200, row.height / 2, Qt.LeftButton, Qt.ControlModifier)
            compare(TestTraffic.vm.marked.count, 1)
            compare(TestTraffic.vm.selectedRule, 1)
            choose(0)
            mouseClick(row, 200, row.height / 2, Qt.LeftButton, Qt.ShiftModifier)
            compare(TestTraffic.vm.marked.count, 2)
            mouseClick(test.part(stage.list, "defaultRow"), 200, 10)
            compare(TestTraffic.vm.marked.count, 0)
        }
        function test_markedRulesAreSwitchedInOneStep() {
            choose2()
            press("rulesOff")
            compare(rule(0).ruleOn || rule(1).ruleOn, false)
            press("rulesOn")
            compare(TestTraffic.vm.changed, false)
            rules().forceActiveFocus()
            keyClick(Qt.Key_Space)
            compare(rule(0).ruleOn || rule(1).ruleOn, false)
            TestTraffic.vm.undo()
            compare(TestTraffic.vm.changed, false)
            compare(TestTraffic.vm.marked.count, 2)
        }
        function test_markedRulesAreCopiedAndDeletedInOneStep() {
            choose2()
            press("rulesDuplicate")
            compare(names(), "office,office 2,premium,premium 2")
            compare(TestTraffic.vm.marked.count, 2)
            tryVerify(() => rule(1).isMarked && rule(3).isMarked)
            press("rulesDelete")
            compare(names(), "office,premium")
            TestTraffic.vm.undo()
            compare(names(), "office,office 2,premium,premium 2")
            TestTraffic.vm.undo()
            compare(names(), "office,premium")
            compare(TestTraffic.vm.changed, false)
        }
        function test_keysMarkAndTheMarksStayOnTheirRules() {
            choose(0)
            keyClick(Qt.Key_A, Qt.ControlModifier)
            compare(TestTraffic.vm.marked.count, 2)
            keyClick(Qt.Key_Escape)
            compare(TestTraffic.vm.marked.count, 1)
            keyClick(Qt.Key_Down, Qt.ShiftModifier)
            compare(TestTraffic.vm.marked.count, 2)
            keyClick(Qt.Key_Space, Qt.ControlModifier)  // premium no longer
            compare(TestTraffic.vm.marked.count, 1)
            TestTraffic.vm.moveRule(0, 1)
            compare(names(), "premium,office")
            tryVerify(() => !rule(0).isMarked && rule(1).isMarked)
            keyClick(Qt.Key_Delete)
            compare(names(), "premium")
            compare(TestTraffic.vm.marked.count, 0)
        }
        function test_keysOnTheDefaultChangeNoRule() {
            choose(0)
            keyClick(Qt.Key_Up)
            compare(TestTraffic.vm.selectedRule, -1)
            for (const key of [Qt.Key_Return, Qt.Key_Delete, Qt.Key_Space])
                keyClick(key)
            keyClick(Qt.Key_D, Qt.ControlModifier)
            keyClick(Qt.Key_Down, Qt.AltModifier)
            compare(TestTraffic.rules(), ["office", "premium"])
            compare(TestTraffic.vm.changed, false)
            compare(edits.count, 0)
        }
        function test_tabShowsTheList() {
            test.verifyTabShows(test.part(stage.list, "addRuleButton"), rules())
            verify(test.shownText(stage.list).includes("Enter edit"))
        }
        function test_addRuleOpensTheEditorOnANewOne() {
            mouseClick(test.part(stage.list, "addRuleButton"))
            compare(edits.count, 1)
            compare(TestTraffic.rules().length, 2)
        }
        function test_longWordsGiveWay_data() {
            return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
        }
        function test_longWordsGiveWay(data) {
            Session.language = data.language
            TestTraffic.renameRule(0, "everybody who works in the northern offices and their guests")
            const row = rule(0)
            const end = inRow(0, "ruleSwitch").mapToItem(row, 0, 0).x + inRow(0, "ruleSwitch").width
            verify(end <= row.width, end + " of " + row.width)
            const name = test.texts(row).find(label => label.text === row.name)
            compare(name.truncated, true)
            mouseMove(name, name.width / 2, name.height / 2)
            tryVerify(() => name.ToolTip.visible)
            compare(name.ToolTip.text, row.name)
        }
        function test_withoutRulesTheDefaultIsSaidToDecide() {
            TestTraffic.vm.removeRule(0)
            TestTraffic.vm.removeRule(0)
            tryVerify(() => test.shownText(stage.list).includes("No rules: the default decides for everybody."))
        }

        function test_theServiceIsPickedByPointerAndKeys() {
            verify(TestTraffic.put("shop", 2000, 1))
            const box = test.part(stage.picker, "serviceBox")
            tryCompare(box, "count", 2, patience)
            tryCompare(TestTraffic.choice, "current", "chat")
            compare(TestAccess.name(box), "Service")
            box.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Down)
            compare(TestTraffic.choice.current, "shop")
            compare(box.currentText, "shop")
            mouseClick(box)
            tryCompare(box.popup, "opened", true)
            const first = box.popup.contentItem.itemAtIndex(0)
            mouseClick(first)
            tryCompare(box.popup, "visible", false)
            compare(TestTraffic.choice.current, "chat")
            test.verifyFits(stage.picker)
        }
    }
}
