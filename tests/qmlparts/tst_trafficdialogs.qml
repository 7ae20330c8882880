// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui
import "../qml"

// The dialogs between a change and its publish: a rule as a form and as text, the review, two drafts put together.
Item {
    id: stage

    property bool ready: false  // a view model is there; each test has dialogs of its own
    property ReviewDialog review: reviewLoader.item as ReviewDialog
    property RuleDialog rule: ruleLoader.item as RuleDialog
    property MergeDialog merge: mergeLoader.item as MergeDialog

    width: 1280
    height: 720

    Loader {
        id: reviewLoader

        active: stage.ready
        sourceComponent: ReviewDialog {
            vm: TestTraffic.vm
        }
    }
    Loader {
        id: ruleLoader

        active: stage.ready
        sourceComponent: RuleDialog {
            vm: TestTraffic.vm
        }
    }
    Loader {
        id: mergeLoader

        active: stage.ready
        sourceComponent: MergeDialog {
            vm: TestTraffic.vm
        }
    }
    ControlTest {
        id: test

        readonly property int patience: 15000

        name: "TrafficDialogs"

        function type(text: string) {
            for (const key of text)
                keyClick(key)
        }
        function show(dialog: var) {
            dialog.open()
            tryCompare(dialog, "opened", true)
        }
        function inside(dialog: var, name: string): Item {
            return test.part(dialog.contentItem, name)
        }
        function below(dialog: var, name: string): Item {
            return test.part(dialog.footer, name)
        }
        function verifyReadableIn(dialog: var) {
            test.inBothThemes(() => {
                for (const label of test.texts(dialog.contentItem).filter(label => "font" in label && !("selectedText" in label) && label.enabled))
                    test.verifyReadable(label.color, dialog.background.color, label.text)
            })
            test.verifyFits(dialog.footer)
        }
        function clash() {
            TestTraffic.weigh(3000)
            verify(TestTraffic.put("chat", 1000, 2))
            tryCompare(TestTraffic.vm, "conflict", true, patience)
            show(stage.merge)
            tryVerify(() => inside(stage.merge, "mergeList").itemAtIndex(0) !== null)
        }
        function init() {
            verify(TestTraffic.begin(), "a Consul in PATH")
            tryCompare(TestTraffic.vm, "hasPolicy", true, patience)
            stage.ready = true
        }
        function cleanup() {
            for (const dialog of [stage.review, stage.rule, stage.merge]) {
                dialog.close()
                tryCompare(dialog, "visible", false)
            }
            stage.ready = false
            Theme.dark = true
        }

        function test_theReviewSaysWhatChanges() {
            TestTraffic.weigh(3000)
            show(stage.review)
            verify(inside(stage.review, "publishMessage").activeFocus)
            const shown = test.shownText(stage.review.contentItem)
            for (const words of ["in force", "draft", "30", "No warnings."])
                verify(shown.includes(words), words + " in " + shown)
            verifyReadableIn(stage.review)
        }
        function test_escapeAndCancelPublishNothing() {
            TestTraffic.weigh(3000)
            show(stage.review)
            keyClick(Qt.Key_Escape)
            tryCompare(stage.review, "visible", false)
            show(stage.review)
            mouseClick(below(stage.review, "cancelPublishButton"))
            tryCompare(stage.review, "visible", false)
            compare(TestTraffic.vm.changed, true)
            compare(TestTraffic.vm.publishing, false)
        }
        function test_publishKeepsTheReason() {
            TestTraffic.weigh(3000)
            show(stage.review)
            type("weekend")
            mouseClick(below(stage.review, "confirmPublishButton"))
            tryCompare(stage.review, "visible", false, patience)
            tryVerify(() => TestTraffic.vm.headline.includes("weekend"), patience)
            show(stage.review)
            compare(inside(stage.review, "publishMessage").text, "")
        }

        function test_theTextFollowsTheForm() {
            TestTraffic.vm.editRule(0)
            show(stage.rule)
            const name = inside(stage.rule, "ruleName")
            verify(name.activeFocus)
            keyClick(Qt.Key_A, Qt.ControlModifier)
            type("staff")
            const text = inside(stage.rule, "ruleTextEdit")
            tryVerify(() => text.text.includes("\"staff\""))
            verify(!text.text.includes("office"))
            mouseClick(inside(stage.rule, "ruleOn"))
            tryVerify(() => /"enabled": *false/.test(text.text))
            compare(below(stage.rule, "acceptRuleButton").enabled, true)
            mouseClick(below(stage.rule, "acceptRuleButton"))
            tryCompare(stage.rule, "visible", false)
            compare(TestTraffic.rules(), ["staff", "premium"])
        }
        function test_theFormFollowsTheText() {
            TestTraffic.vm.editRule(0)
            show(stage.rule)
            const text = inside(stage.rule, "ruleTextEdit")
            text.forceActiveFocus()
            const at = text.text.indexOf("office")
            text.select(at, at + "office".length)
            type("staff")
            tryCompare(inside(stage.rule, "ruleName"), "value", "staff")
        }
        function test_aTextThatIsNoRuleSaysWhere() {
            TestTraffic.vm.editRule(0)
            show(stage.rule)
            const text = inside(stage.rule, "ruleTextEdit")
            text.forceActiveFocus()
            text.cursorPosition = 0
            type("x")
            tryVerify(() => findChild(stage.rule.contentItem, "ruleProblem_0") !== null)
            const problem = inside(stage.rule, "ruleProblem_0")
            verify(problem.text.startsWith("Line 1, column 1: "), problem.text)
            compare(below(stage.rule, "acceptRuleButton").enabled, false)
            verify(test.shownText(stage.rule.contentItem).includes("The form waits"))
            compare(inside(stage.rule, "ruleName").enabled, false)
            test.inBothThemes(() => test.verifyReadable(problem.color, stage.rule.background.color, problem.text))
            keyClick(Qt.Key_Backspace)
            tryCompare(below(stage.rule, "acceptRuleButton"), "enabled", true)
            compare(TestTraffic.vm.changed, false)
        }
        function test_conditionsComeAndGoByTheirButtons() {
            TestTraffic.vm.editRule(0)
            show(stage.rule)
            const list = inside(stage.rule, "conditionList")
            compare(list.count, 1)
            mouseClick(inside(stage.rule, "addConditionButton"))
            compare(list.count, 2)
            tryVerify(() => findChild(list, "conditionRemove_1") !== null)
            for (const name of ["conditionNot_0", "conditionAttribute_0", "conditionOperator_0", "conditionValue_0", "conditionRemove_0"])
                verify(TestAccess.name(test.part(list, name)) !== "", name)
            waitForItemPolished(test.part(list, "conditionRemove_1").parent)
            mouseClick(test.part(list, "conditionRemove_1"))
            compare(list.count, 1)
            mouseClick(test.part(list, "conditionNot_0"))
            tryVerify(() => inside(stage.rule, "ruleTextEdit").text.includes("\"not\""))
        }

        function test_aCollisionIsSettledByKeys() {
            clash()
            const accept = below(stage.merge, "acceptMergeButton")
            compare(accept.enabled, false)
            const mine = inside(stage.merge, "mergeMine_0")
            const theirs = inside(stage.merge, "mergeTheirs_0")
            compare(TestAccess.role(mine), "RadioButton")
            verify(TestAccess.name(mine) !== "" && TestAccess.name(theirs) !== "")
            test.verifyTabShows(mine, theirs)
            keyClick(Qt.Key_Space)
            tryCompare(accept, "enabled", true)
            verify(inside(stage.merge, "mergeTheirs_0") === theirs, "its row lives on")
            compare(theirs.taken, true)
            verify(theirs.activeFocus)
            mouseClick(accept)
            tryCompare(stage.merge, "visible", false)
            compare(TestTraffic.vm.conflict, false)
        }
        function test_aCollisionIsSettledByAClick() {
            clash()
            verifyReadableIn(stage.merge)
            mouseClick(inside(stage.merge, "mergeMine_0"))
            tryCompare(below(stage.merge, "acceptMergeButton"), "enabled", true)
            compare(inside(stage.merge, "mergeMine_0").taken, true)
            mouseClick(below(stage.merge, "acceptMergeButton"))
            tryCompare(stage.merge, "visible", false)
            compare(TestTraffic.vm.draftText, "Draft: default v2 10 → 30, v1 90 → 70")
        }
    }
}
