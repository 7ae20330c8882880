// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Key/Value: keys, the value of one and its past; KvTree, KvTreeRow, KvEditor, KvCodeArea, KvConflict, KvSaveBar,
// KvHistory, KvHistoryRow and KvCreateDialog with it.
PageTest {
    id: test

    name: "KvPage"
    page: Component {
        KvPage {
            vm: FullKv {}
        }
    }

    function test_aFolderOpensAndAKeyIsChosen() {
        show()
        mouseClick(named("kvRow_halftone/"))
        mouseClick(named("kvRow_halftone/policies/chat"))
        mouseClick(named("kvRow_…"))
        compare(called(), [["toggle", "halftone/"], ["select", "halftone/policies/chat"]])
        compare(named("kvRow_halftone/policies/chat").highlighted, true)
    }
    function test_aKeyBelowAFolderIsIndented() {
        show()
        const folder = texts(named("kvRow_halftone/"))[0]
        const key = texts(named("kvRow_halftone/policies/chat"))[0]
        verify(place(key).x > place(folder).x)
    }
    function test_keysMoveInTheTree() {
        show()
        const tree = named("kvTree")
        tree.forceActiveFocus(Qt.TabFocusReason)
        tree.currentIndex = 0
        keyClick(Qt.Key_Return)
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Enter, Qt.KeypadModifier)
        compare(called(), [["toggle", "halftone/"], ["select", "halftone/policies/chat"]])
    }
    function test_aKeyIsGoneToByItsName() {
        show()
        vm.shown = true
        keyClick(Qt.Key_F, Qt.ControlModifier)
        compare(named("kvGoTo").activeFocus, true)
        type(" app/a ")
        keyClick(Qt.Key_Return)
        compare(called(), [["select", "app/a"]])
    }
    function test_withoutKeysItSaysSo() {
        show()
        vm.tree.rows = []
        verify(says("No keys yet."))
        vm.state = PageViewModel.Loading
        verify(!says("No keys yet."))
        vm.selected = ""
        vm.exists = false
        verify(says("Choose a key."))
        compare(named("kvEditor").visible, false)
    }
    function test_theValueIsShownAndTyped() {
        show()
        const editor = named("kvEditor")
        compare(editor.text, "{\"service\": \"chat\"}")
        verify(says("19 bytes, index 812"))
        mouseClick(editor, 200, 12)
        keyClick(Qt.Key_End, Qt.ControlModifier)
        type("x")
        compare(called(), [["edit", "{\"service\": \"chat\"}x"]])
        vm.text = "{}"
        vm.textReplaced()
        compare(editor.text, "{}")
    }
    function test_aPageThatOpensLeavesTheValueAlone() {
        show()
        vm.text = "{}"
        vm.textReplaced()
        compare(called(), [])
    }
    function test_whatCannotBeEditedIsOnlyShown_data() {
        return [{ tag: "not editable", editable: false, readOnly: false }, { tag: "read-only", editable: true, readOnly: true }]
    }
    function test_whatCannotBeEditedIsOnlyShown(data) {
        Session.readOnly = data.readOnly
        show()
        vm.editable = data.editable
        mouseClick(named("kvEditor"), 200, 12)
        type("x")
        compare(called(), [])
        compare(named("kvSave").visible, false)
        compare(named("kvNew").visible, !data.readOnly)
    }
    function test_aMistakeIsSaid() {
        show()
        compare(named("kvProblem").visible, false)
        vm.problem = "Line 3, column 7: a comma is missing"
        compare(named("kvProblem").visible, true)
        compare(named("kvFormat").enabled, false)
        vm.problem = ""
        click("kvFormat")
        compare(called(), [["format"]])
    }
    function test_aLongMistakeLeavesTheRestInSight() {
        show({ width: 900 })
        vm.problem = "Line 3, column 7: ".concat("a comma is missing, and ".repeat(12))
        verifyLegible(shown)
    }
    function test_aPlainKeyIsSaved() {
        show()
        vm.policyKey = false
        vm.changed = true
        compare(named("kvSave").enabled, false)
        vm.canSave = true
        compare(named("kvSave").text, "Save")
        click("kvSave")
        click("kvRevert")
        compare(called(), [["save", ""], ["revert"]])
        vm.busy = true
        compare(named("kvRevert").enabled, false)
    }
    function test_aPolicyIsReviewedFirst() {
        show()
        vm.canSave = true
        vm.answers = { reviewText: "default v2 5 → 30" }
        compare(named("kvSave").text, "Review and publish")
        click("kvSave")
        tryCompare(anywhere("kvPublishDialogWhy"), "activeFocus", true)
        verify(shownText(anywhere("kvPublishDialogWhy").parent).includes("default v2 5 → 30"))
        compare(called(), [])
        type("weekend")
        keyClick(Qt.Key_Return)
        compare(called(), [["save", "weekend"]])
    }
    function test_aPolicyThatIsWrongIsSaidToBeAtOnce() {
        show()
        vm.canSave = true
        click("kvSave")  // reviewText is empty: no policy
        compare(called(), [["save", ""]])
    }
    function test_whatCameOfASaveIsSaid() {
        show()
        vm.doneText = "Saved at 12:04:31"
        compare(named("kvOutcome").text, "Saved at 12:04:31")
        vm.errorText = "Somebody else was faster"
        compare(named("kvOutcome").text, "Somebody else was faster")
        compare(named("kvOutcome").color, Theme.bad)
    }
    function test_aConflictShowsBothAndAsks() {
        show()
        compare(named("kvConflict").visible, false)
        compare(named("kvTheirs").visible, false)
        vm.conflict = true
        vm.conflictText = "mia changed this key at 12:03"
        vm.theirs = "{\"service\": \"shop\"}"
        compare(named("kvConflict").visible, true)
        verify(says("mia changed this key at 12:03"))
        compare(named("kvTheirs").text, "{\"service\": \"shop\"}")
        settle(named("kvTheirs"))
        verify(place(named("kvEditor")).x + place(named("kvEditor")).width <= place(named("kvTheirs")).x, "mine is left")
        click("kvKeepMine")
        click("kvTakeTheirs")
        compare(called(), [["keepMine"], ["takeTheirs"]])
    }
    function test_aKeyIsDeletedAfterAQuestion() {
        show()
        click("kvDelete")
        tryCompare(anywhere("kvRemoveDialogCancel"), "activeFocus", true)
        verify(shownText(anywhere("kvRemoveDialogYes").Window.window.contentItem).includes("holds a policy in force"))
        keyClick(Qt.Key_Return)  // not what is done for good
        compare(called(), [])
        tryCompare(anywhere("kvRemoveDialogYes"), "visible", false)
        click("kvDelete")
        press("kvRemoveDialogYes")
        compare(called(), [["remove"]])
    }
    function test_onProductionTheKeyIsTyped() {
        TestCluster.use(true)
        show()
        vm.selected = "app/a"
        click("kvDelete")
        const yes = anywhere("kvRemoveDialogYes")
        tryCompare(anywhere("kvRemoveDialogWord"), "activeFocus", true)
        compare(yes.enabled, false)
        type("app/a")
        compare(yes.enabled, true)
        keyClick(Qt.Key_Return)
        compare(called(), [["remove"]])
    }
    function test_aNewKeyBeginsInTheFolderOfNow() {
        show()
        click("kvNew")
        const field = anywhere("kvNewKey")
        tryCompare(field, "activeFocus", true)
        compare(field.text, "halftone/policies/")
        const create = anywhere("kvNewCreate")
        compare(create.enabled, false)
        keyClick(Qt.Key_Return)
        compare(called(), [])
        type("shop")
        compare(create.enabled, true)
        mouseClick(create)
        compare(called(), [["create", "halftone/policies/shop"]])
        tryCompare(field, "visible", false)
    }
    function test_aKeyCannotBeginWithASlash() {
        show()
        click("kvNew")
        const field = anywhere("kvNewKey")
        tryCompare(field, "activeFocus", true)
        keyClick(Qt.Key_A, Qt.ControlModifier)
        type("/shop")
        compare(anywhere("kvNewCreate").enabled, false)
        press("kvNewCancel")
        tryCompare(field, "visible", false)
        compare(called(), [])
    }
    function test_thePastIsNewestFirst() {
        show()
        const now = named("kvHistory_42")
        const before = named("kvHistory_41")
        for (const words of ["r42", "li", "“5 % for the weekend”", "12 min ago", "in force"])
            verify(shownText(now).includes(words), words)
        verify(!shownText(before).includes("in force"))
        verify(place(now).y < place(before).y)
        mouseClick(before)
        compare(called(), [["showRevision", "41"]])
        vm.policyKey = false
        compare(before.enabled, false)
    }
    function test_aRevisionIsComparedAndRestored() {
        show()
        compare(named("kvDiff").visible, false)
        vm.revision = "41"
        verify(says("From r41 to what is stored now"))
        verify(says("No difference."))
        compare(named("kvEditor").visible, false)
        compare(named("kvRestore").visible, false)
        vm.canRestore = true
        click("kvRestore")
        tryCompare(anywhere("kvRestoreDialogWhy"), "activeFocus", true)
        type("back")
        keyClick(Qt.Key_Return)
        compare(called(), [["restore", "back"]])
        click("kvCloseDiff")
        compare(called(), [["showRevision", "41"]])
    }
    function test_longWordsGiveWay() {
        Session.language = "zh"
        show({ width: 900 })
        vm.history.change(0, "why", "为了周末的活动，先把五个百分点的流量放到新版本，然后观察。".repeat(6))
        vm.history.change(0, "who", "somebody-with-a-long-account-name@department.example.org")
        vm.tree.change(1, "name", "a-key-with-a-name-that-is-longer-than-the-tree-is-wide")
        vm.conflict = true
        vm.conflictText = "张伟刚刚改了这个键，你的文字还在左边。".repeat(3)
        verifyLegible(shown)
    }
}
