// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Audit: who did what, when, from where.
PageTest {
    id: test

    function row(index: int): AuditRow {
        return named("auditRow_" + index)
    }

    name: "AuditPage"
    page: Component {
        AuditPage {
            vm: FullAudit {}
        }
    }

    function test_aDeedIsOneLine() {
        show()
        for (const words of ["12:04:31", "li", "published", "chat r42", "5 % for the weekend", "10.0.0.7", "Policy r42"])
            verify(shownText(row(0)).includes(words), words)
        verify(says("2 deeds"))
        compare(TestAccess.name(row(0)), "12:04:31: li, published chat r42, because “5 % for the weekend”, from 10.0.0.7")
        compare(TestAccess.name(row(1)), "11:58:02: mia, kicked 3 sessions, from ops-laptop")
    }
    function test_emptyIsSaidInWords() {
        show()
        vm.entries.rows = []
        verify(says("Nothing has been done yet."))
        vm.filter = "who:nobody"
        verify(says("Nothing fits the filter."))
        verify(!says("Nothing has been done yet."))
        vm.state = PageViewModel.Loading
        verify(!says("Nothing fits the filter."))
    }
    function test_onlyADeedOnAPolicyLeadsToIt() {
        show()
        click("auditPolicy_0")
        compare(called(), [["openPolicy", 0]])
        compare(named("auditPolicy_1").enabled, false)
        compare(named("auditPolicy_1").opacity, 0)
    }
    function test_theJsonOfADeedIsCopied() {
        show()
        click("auditCopy_1")
        compare(called(), [["copyJson", 1]])
    }
    function test_aDoubleClickOrEnterOpensThePolicy() {
        show()
        TestPointer.doubleClick(row(0), 120, 8)
        compare(called(), [["openPolicy", 0]])
        named("auditList").forceActiveFocus(Qt.TabFocusReason)
        vm.marked.currentIndex = 1
        keyClick(Qt.Key_Return)
        compare(called(), [["openPolicy", 1]])
    }
    function last(calls: var): var {
        return calls[calls.length - 1]
    }
    function test_clicksAndKeysSelect() {
        show()
        vm.marked.current = "b"
        mouseClick(row(1), 120, 8)
        compare(last(called(vm.marked)), ["choose", "a"])
        mouseClick(row(0), 120, 8, Qt.LeftButton, Qt.ControlModifier)
        compare(last(called(vm.marked)), ["toggle", "b"])
        mouseClick(row(1), 120, 8, Qt.LeftButton, Qt.ShiftModifier)
        compare(last(called(vm.marked)), ["extendTo", "a"])
        keyClick(Qt.Key_Down, Qt.ShiftModifier)
        compare(last(called(vm.marked)), ["move", 1, true])
        keyClick(Qt.Key_A, Qt.ControlModifier)
        compare(last(called(vm.marked)), ["selectAll"])
    }
    function test_severalAreCopied() {
        show()
        compare(named("auditMarkedJson").visible, false)
        vm.marked.count = 2
        tryCompare(named("auditMarkedJson"), "visible", true)
        click("auditMarkedJson")
        click("auditMarkedText")
        compare(called(), [["copyMarkedJson"], ["copyMarkedText"]])
    }
    function test_olderEntriesAreAskedForAtTheEnd() {
        show()
        vm.reachText = "All since 2026-11-03."
        verify(says("All since 2026-11-03."))
        compare(named("auditOlder").visible, false)
        vm.older = 5
        click("auditOlder")
        compare(called(), [["loadOlder"]])
    }
    function test_whatIsTypedIsTheFilter() {
        show()
        named("auditFilter").forceActiveFocus()
        for (const key of "who:li")
            keyClick(key)
        tryCompare(vm, "filter", "who:li")
    }
    function test_ctrlFGoesToTheFilterOfTheShownPageOnly() {
        show()
        keyClick(Qt.Key_F, Qt.ControlModifier)
        compare(named("auditFilter").activeFocus, false)
        vm.shown = true
        keyClick(Qt.Key_F, Qt.ControlModifier)
        compare(named("auditFilter").activeFocus, true)
    }
    function test_longWordsGiveWay_data() {
        return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
    }
    function test_longWordsGiveWay(data) {
        Session.language = data.language
        show({ width: 900 })
        vm.entries.change(0, "who", "somebody-with-a-long-account-name@department.example.org")
        vm.entries.change(0, "why", "为了周末的活动，先把五个百分点的流量放到新版本，然后观察错误率和延迟，再决定是否继续提高比例。".repeat(2))
        vm.entries.change(0, "revision", 123456)
        verifyLegible(shown)
        const box = named("auditPolicy_0")
        verify(place(box).x + place(box).width <= shown.width)
    }
}
