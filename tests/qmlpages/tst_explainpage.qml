// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Explain: a request, where it goes, and why; ExplainRuleRow and BucketRuler with it.
PageTest {
    id: test

    function label(text: string): Item {
        const found = texts(shown).find(label => label.text === text)
        verify(found, text)
        return found
    }

    name: "ExplainPage"
    page: Component {
        ExplainPage {
            vm: FullExplain {}
        }
    }

    function test_theAnswerIsSaidInWords() {
        show()
        compare(named("explainVerdict").text, "Rule 2 “premium” sends it to v2.")
        compare(named("explainVersion").visible, true)
        verify(says("user 42"))
        verify(says("Answer"))
        verify(says("Bucket 8851 of 10000"))
        vm.user = ""
        verify(says("no user"))
    }
    function test_withoutARequestItSaysWhatToDo() {
        show()
        vm.explained = false
        vm.text = ""
        vm.version = ""
        verify(says("No request yet"))
        verify(says("Paste a request on the left, or click one of those that are live."))
        verify(says("curl -H 'X-User-ID: 42'"))
        compare(named("explainCopyCurl").visible, false)
        compare(named("explainCopyJson").visible, false)
        compare(named("explainVersion").visible, false)
        verify(!says("Make a rule from this"))
    }
    function test_aRequestThatCannotBeReadSaysWhy() {
        show()
        vm.explained = false
        vm.error = "Line 2: “X-User” has no colon"
        compare(named("explainVerdict").text, vm.error)
        compare(named("explainVerdict").color, Theme.bad)
    }
    function test_whatIsTypedIsExplained() {
        show()
        vm.text = ""
        mouseClick(named("explainText"), 120, 12)
        type("GET /a")
        tryCompare(vm, "text", "GET /a")
        named("explainClient").forceActiveFocus()
        keyClick(Qt.Key_A, Qt.ControlModifier)
        type("10.0.0.9")
        compare(vm.client, "10.0.0.9")
    }
    function test_theAnswerIsCopied() {
        show()
        click("explainCopyCurl")
        click("explainCopyJson")
        compare(called(), [["copyCurl"], ["copyJson"]])
    }
    function test_aLiveRequestIsPicked() {
        show()
        verify(says("GET /chat?a=1&b=2"))
        mouseClick(named("sample_1"))
        const list = named("sampleList")
        list.currentIndex = 0
        list.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        compare(called(vm.live), [["pick", 18], ["pick", 17]])
        vm.live.rows.rows = []
        verify(says("Nothing live to pick from."))
    }
    function test_theDraftCanExplainInstead() {
        show()
        compare(named("explainOther").text, "By your draft: version v1.")
        compare(named("explainOther").color, Theme.text)
        click("explainBasis_draft")
        compare(vm.byDraft, true)
        click("explainBasis_force")
        compare(vm.byDraft, false)
        vm.hasDraft = false
        compare(named("explainBasis").visible, false)
    }
    function test_sessionsStandBesideRequests() {
        show()
        vm.live.sampled = true
        click("explainSource_sessions")
        compare(vm.live.source, "sessions")
    }
    function test_aRuleIsMadeOfAnAttribute() {
        show()
        compare(named("makeRule_0").text, "header X-User-ID is 42")
        click("makeRule_0")
        compare(called(), [["makeRule", 0]])
        verify(named("makeRule_1").text.endsWith("…"))
    }
    function test_theRulesSayWhetherTheyMatched() {
        show()
        const first = named("explainRule_1")
        const second = named("explainRule_2")
        for (const words of ["1", "office", "the address is not in 192.168.20.0/24"])
            verify(shownText(first).includes(words), words)
        compare(second.opacity, 1)
        vm.rules.change(0, "kind", "unknown")
        verify(first.opacity < 1)
    }
    function test_aLongSentenceOfARuleStaysInItsRow() {
        show({ width: 900 })
        vm.rules.change(0, "name", "everybody who works in the northern offices and their guests")
        vm.rules.change(0, "sentence", "地址不在任何一个办公室的网段里，并且它的用户也不在测试名单上，因此这条规则不适用。".repeat(4))
        verifyLegible(shown)
        const sentence = texts(named("explainRule_1")).find(label => label.text.startsWith("地址"))
        verify(sentence.truncated)
        verify(sentence.height <= named("explainRule_1").height + 1)
    }
    function test_theBucketStandsInItsRange() {
        show()
        const ruler = label("30 %").parent.parent
        compare(TestAccess.name(ruler), "Bucket 8851")
        const v2 = label("30 %").parent
        const v1 = label("70 %").parent
        fuzzyCompare(v2.x, 0, 0.5)
        fuzzyCompare(v2.width, 0.3 * ruler.width, 1)
        fuzzyCompare(v1.x, 0.3 * ruler.width, 1)
        const before = TestEyes.picture(ruler)
        vm.bucket = 100
        tryVerify(() => TestEyes.picture(ruler) !== before)
        vm.ruler = [{ version: "v1", from: 0, share: 0.999, text: "99.9 %" }, { version: "v2", from: 0.999, share: 0.001, text: "0.1 %" }]
        tryVerify(() => says("99.9 %"))
        verify(!says("0.1 %"), "no room for it")
        verifyLegible(shown)
    }
    function test_theServiceIsPicked() {
        show()
        const box = named("explainServiceBox")
        box.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        compare(vm.service.current, "shop")
        vm.service.names = []
        compare(named("explainService").visible, false)
    }
}
