// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Traffic's dialogs that have no draft of rules: HistoryDialog, PolicyDialog and FirstPolicyDialog.
PageTest {
    id: test

    name: "PolicyDialogs"

    Component {
        id: history

        Item {
            id: historyStage

            property TrafficViewModel vm: FullTraffic {
                history.entries.rows: [
                    { revision: 42, title: "r42", time: "12 min ago", who: "li", why: "5 % for the weekend", from: "10.0.0.7", inForce: true },
                    { revision: 41, title: "r41", time: "2 days ago", who: "mia", why: "", from: "ops", inForce: false }
                ]
                history.answers: ({ selectAt: () => {} })
            }
            property Dialog dialog: HistoryDialog {
                vm: historyStage.vm
            }
        }
    }
    Component {
        id: policy

        Item {
            id: policyStage

            property TrafficViewModel vm: FullTraffic {
                settings.identityKinds: [{ value: "header", text: "header" }, { value: "cookie", text: "cookie" }]
                settings.identity.rows: [{ kindIndex: 0, kind: "header", name: "X-User-ID" }, { kindIndex: 1, kind: "cookie", name: "uid" }]
                settings.stickChoices: [{ value: "user", text: "user" }, { value: "header:", text: "header" }]
                settings.stickIndex: 0
                settings.balances: [{ value: "roundRobin", text: "round robin" }, { value: "leastRequests", text: "least requests" }]
                settings.versions.rows: [
                    { name: "v1", select: "version=v1", balanceIndex: 0, stable: true }, { name: "v2", select: "version=v2", balanceIndex: 1, stable: false }
                ]
                settings.acceptable: true
            }
            property Dialog dialog: PolicyDialog {
                vm: policyStage.vm
            }
        }
    }
    Component {
        id: first

        Item {
            id: firstStage

            property FirstPolicy first: FirstPolicy {
                services: ["chat", "shop"]
                service: "shop"
                serviceIndex: 1
                versions: ["v1", "v2"]
                stable: "v1"
                stableIndex: 0
                text: "Everybody stays on v1."
                ready: true
            }
            property Dialog dialog: FirstPolicyDialog {
                first: firstStage.first
            }
        }
    }

    function test_theHistoryIsNewestFirst() {
        page = history
        showDialog()
        compare(shown.dialog.title, "History of chat")
        compare(called(vm.history), [["load"]])
        const now = anywhere("historyRow_42")
        for (const words of ["r42", "5 % for the weekend", "in force", "12 min ago · li · 10.0.0.7"])
            verify(shownText(now).includes(words), words)
        const before = anywhere("historyRow_41")
        verify(shownText(before).includes("no message"))
        verify(!shownText(before).includes("in force"))
        verify(now.y < before.y)
        verify(dialogText().includes("Choose a revision to see what differs."))
    }
    function test_aRevisionIsChosenByPointerAndKeys() {
        page = history
        showDialog()
        called(vm.history)
        settle(anywhere("historyRow_41"))
        mouseClick(anywhere("historyRow_41"))
        compare(vm.history.selected, 41)
        verify(dialogText().includes("The same as what is in force."))
        verify(dialogText().includes("Roll back to r41"))
        keyClick(Qt.Key_Up)
        verify(called(vm.history).some(call => call[0] === "selectAt" && call[1] === 0))
    }
    function test_aRollBackSaysWhy() {
        page = history
        showDialog()
        compare(anywhere("rollBackButton").enabled, false)
        compare(anywhere("rollbackWhy").visible, false)
        vm.history.selected = 41
        vm.history.canRollBack = true
        anywhere("rollbackWhy").forceActiveFocus()
        type("too slow")
        press("rollBackButton")
        compare(called(), [["rollBack", 41, "too slow"]])
        vm.publishing = true
        compare(anywhere("rollBackButton").enabled, false)
        vm.publishing = false
        vm.publishError = "Consul refused: 403"
        verify(dialogText().includes("Consul refused: 403"))
        vm.published()
        tryCompare(shown.dialog, "visible", false)
    }
    function test_whoMayOnlyLookRollsNothingBack() {
        Session.readOnly = true
        page = history
        showDialog()
        vm.history.selected = 41
        vm.history.canRollBack = true
        compare(anywhere("rollBackButton").enabled, false)
        compare(anywhere("rollbackWhy").visible, false)
    }
    function test_onProductionTheServiceIsTypedToRollBack() {
        TestCluster.use(true)
        page = history
        showDialog()
        vm.history.selected = 41
        vm.history.canRollBack = true
        compare(anywhere("rollBackButton").enabled, false)
        anywhere("rollbackWord").forceActiveFocus()
        type("chat")
        compare(anywhere("rollBackButton").enabled, true)
    }
    function test_anyTwoAreComparedAndAnOldOneTakenAsDraft() {
        page = history
        showDialog()
        vm.hasPolicy = true
        vm.history.bases = ["in force", "r42", "r41"]
        vm.history.selected = 41
        anywhere("historyBase").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(vm.history.base, 1)
        verify(dialogText().includes("The same."))
        compare(TestAccess.name(anywhere("historyRow_42")), "Revision 42, published 12 min ago by li, because “5 % for the weekend”, from 10.0.0.7, in force")
        called()
        press("takeRevisionButton")
        compare(called(), [["takeRevision", 41]])
    }
    function test_anEmptyHistorySaysWhy() {
        page = history
        showDialog()
        vm.history.entries.rows = []
        vm.history.stateText = "The history cannot be read: 403"
        verify(dialogText().includes("The history cannot be read: 403"))
    }
    function test_longReasonsGiveWay() {
        Session.language = "zh"
        page = history
        showDialog()
        vm.history.entries.change(0, "why", "为了周末的活动，先把五个百分点的流量放到新版本，然后观察。".repeat(6))
        vm.history.entries.change(0, "from", "a-host-with-quite-a-long-name.department.example.org".repeat(3))
        verifyLegible(anywhere("historyList"))
        verify(shownText(anywhere("historyRow_42")).includes("生效"), "what is in force stays in sight")
    }

    function test_whoIsTheUserIsAList() {
        page = policy
        showDialog()
        compare(shown.dialog.title, "Users and versions of chat")
        compare(anywhere("identityName_0").text, "X-User-ID")
        compare(anywhere("identityUp_0").enabled, false)
        press("identityUp_1")
        press("identityRemove_0")
        press("addIdentityButton")
        anywhere("identityKind_0").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(called(vm.settings), [["moveIdentity", 1, 0], ["removeIdentity", 0], ["addIdentity"], ["setIdentityKind", 0, "cookie"]])
    }
    function test_namesAreTypedWithOffers() {
        page = policy
        showDialog()
        vm.editor.answers = { namesLike: (kind, typed) => ["X-User-ID", "X-User-Type"].filter(name => name.startsWith(typed)) }
        const field = anywhere("identityName_1")
        field.forceActiveFocus()
        keyClick(Qt.Key_A, Qt.ControlModifier)
        type("X")
        compare(called(vm.settings), [["setIdentityName", 1, "X"]])
        tryVerify(() => field.offered.length === 2)
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Return)
        compare(called(vm.settings), [["setIdentityName", 1, "X-User-Type"]])
        verify(shown.dialog.opened)
    }
    function test_whatTheDefaultSticksToIsPicked() {
        page = policy
        showDialog()
        compare(anywhere("defaultStickName").visible, false)
        anywhere("defaultStickBy").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(called(vm.settings), [["setStickBy", "header:"]])
        vm.settings.stickNeedsName = true
        const field = anywhere("defaultStickName")
        compare(field.visible, true)
        field.forceActiveFocus()
        type("a")
        compare(called(vm.settings), [["setStickName", "a"]])
    }
    function test_versionsComeGoAndChange() {
        page = policy
        showDialog()
        compare(anywhere("versionStable_0").checked, true)
        press("versionStable_1")
        press("versionRemove_1")
        press("addVersionButton")
        anywhere("versionBalance_0").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        anywhere("versionSelect_1").forceActiveFocus()
        keyClick(Qt.Key_End)
        type("x")
        anywhere("versionName_1").forceActiveFocus()
        keyClick(Qt.Key_End)
        type("b")
        compare(called(vm.settings), [["setStable", 1], ["removeVersion", 1], ["addVersion"], ["setBalance", 0, "leastRequests"], ["setSelect", 1, "version=v2x"],
                                      ["renameVersion", 1, "v2b"]])
        press("failingSwitch")
        compare(vm.settings.failing, true)
    }
    function test_manyVersionsLeaveTheButtonsInTheWindow() {
        page = policy
        const dialog = showDialog()
        const scroller = anywhere("policyScroller")
        compare(anywhere("policyScrollBar").visible, false)
        compare(scroller.contentHeight, scroller.height)
        vm.settings.versions.rows = Array.from({ length: 30 }, (_, number) => ({ name: "v" + number, select: "version=v" + number, balanceIndex: 0, stable: number === 0 }))
        vm.settings.problems = ["Two versions are called v1."]
        for (const name of ["settingsProblem_0", "cancelSettingsButton", "acceptSettingsButton"]) {
            const item = anywhere(name)
            settle(item)
            verify(item.mapToItem(null, 0, item.height).y <= test.height, name)
        }
        verify(dialog.y >= 0)
        compare(anywhere("policyScrollBar").visible, true)
        for (const name of ["versionName_29", "identityName_0", "failingSwitch"]) {
            const item = anywhere(name)
            item.forceActiveFocus(Qt.TabFocusReason)
            const top = item.mapToItem(scroller, 0, 0).y
            verify(top >= 0 && top + item.height <= scroller.height, name + " is seen where Tab leads to it")
        }
    }
    function test_problemsAreSaidAndNotTaken() {
        page = policy
        showDialog()
        vm.settings.problems = ["A version needs a name.", "Two versions are called v1."]
        vm.settings.acceptable = false
        verify(dialogText().includes("A version needs a name."))
        verify(dialogText().includes("Two versions are called v1."))
        compare(anywhere("acceptSettingsButton").enabled, false)
        vm.settings.problems = []
        vm.settings.acceptable = true
        press("acceptSettingsButton")
        compare(called(), [["acceptSettings"]])
        tryCompare(shown.dialog, "visible", false)
    }
    function test_escapeOverSomethingEditedAsksOnce() {
        page = policy
        showDialog()
        vm.settings.answers = { isEdited: () => true }
        anywhere("identityName_0").forceActiveFocus()
        keyClick(Qt.Key_Escape)
        tryCompare(anywhere("policyDropHint"), "visible", true)
        verify(shown.dialog.opened)
        keyClick(Qt.Key_Escape)
        tryCompare(shown.dialog, "visible", false)
        compare(called(), [])
    }
    function test_escapeOverNothingEditedCloses() {
        page = policy
        showDialog()
        anywhere("identityName_0").forceActiveFocus()
        keyClick(Qt.Key_Escape)
        tryCompare(shown.dialog, "visible", false)
    }
    function test_aPolicyFitsInBothLanguages_data() {
        return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
    }
    function test_aPolicyFitsInBothLanguages(data) {
        Session.language = data.language
        page = policy
        showDialog()
        vm.settings.problems = [1, 2, 3, 4, 5, 6, 7].map(number => "问题 " + number + "：" + "名字不能是空的。".repeat(8))
        verifyLegible(shown.dialog.contentItem)
        verifyFits(shown.dialog.footer)
    }

    function test_aFirstPolicyIsOfAServiceAndItsStableVersion() {
        page = first
        showDialog()
        compare(called(shown.first), [["load"]])
        tryCompare(anywhere("firstPolicyService"), "activeFocus", true)
        compare(anywhere("firstPolicyService").currentText, "shop")
        keyClick(Qt.Key_Up)
        compare(shown.first.service, "chat")
        anywhere("firstPolicyStable").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(shown.first.stable, "v2")
        compare(anywhere("firstPolicyText").text, "Everybody stays on v1.")
        anywhere("firstPolicyWhy").forceActiveFocus()
        type("begin")
        keyClick(Qt.Key_Return)
        compare(called(shown.first), [["publish", "begin"]])
        verify(shown.dialog.opened, "until it is published")
        shown.first.published("shop")
        tryCompare(shown.dialog, "visible", false)
    }
    function test_withoutServicesNothingCanBegin() {
        page = first
        showDialog()
        called(shown.first)
        shown.first.services = []
        shown.first.versions = []
        shown.first.ready = false
        shown.first.problem = "Every service has a policy."
        compare(anywhere("firstPolicyService").enabled, false)
        compare(anywhere("firstPolicyPublish").enabled, false)
        verify(dialogText().includes("Every service has a policy."))
        anywhere("firstPolicyWhy").forceActiveFocus()
        keyClick(Qt.Key_Return)
        compare(called(shown.first), [])
        press("firstPolicyCancel")
        tryCompare(shown.dialog, "visible", false)
    }
    function test_whoMayOnlyLookBeginsNoPolicy() {
        Session.readOnly = true
        page = first
        showDialog()
        compare(anywhere("firstPolicyPublish").enabled, false)
    }
    function test_onProductionTheServiceIsTypedFirst() {
        TestCluster.use(true)
        page = first
        showDialog()
        called(shown.first)
        compare(anywhere("firstPolicyPublish").enabled, false)
        anywhere("firstPolicyWord").forceActiveFocus()
        type("shop")
        keyClick(Qt.Key_Return)
        compare(called(shown.first), [["publish", ""]])
    }
}
