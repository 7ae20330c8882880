// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// PageStack and PageSlot: one page in front, each made when it first is; TornWindow: one alone.
PageTest {
    id: test

    name: "PageStack"
    page: Component {
        PageStack {
            overview: FullOverview {}
            traffic: FullTraffic {}
            explain: FullExplain {}
            health: FullHealth {}
            sessions: FullSessions {}
            catalog: FullCatalog {}
            kv: FullKv {}
            demo: FullDemo {}
            audit: FullAudit {}
        }
    }

    Component {
        id: torn

        TornWindow {
            page: "kv"
            vm: FullKv {}
            commands: PaletteModel {}
        }
    }
    Component {
        id: otherKeys

        FullKv {
            historyTitle: "Changes of another cluster"
        }
    }

    function cleanup() {
        Session.page = "overview"
        shown = null
        Session.language = "en"
        TestCluster.use(false)
    }

    function test_aPageIsMadeWhenItFirstComesToTheFront() {
        show()
        compare(named("pageOverview").visible, true)
        compare(findChild(shown, "pageKv"), null)
        Session.page = "kv"
        compare(named("pageKv").visible, true)
        compare(named("pageOverview").visible, false)
        const first = named("pageKv")
        Session.page = "overview"
        Session.page = "kv"
        verify(named("pageKv") === first, "it is kept")
    }
    function test_allPagesCome() {
        show()
        for (const name of Session.pages) {
            Session.page = name
            const page = named("page" + name.charAt(0).toUpperCase() + name.slice(1))
            compare(page.visible, true, name)
            compare(page.width, shown.width, name)
        }
    }
    function test_onlyTheFrontPageIsAtWork() {
        show()
        compare(shown.overview.shown, true)
        compare(shown.kv.shown, false)
        Session.page = "kv"
        compare(shown.overview.shown, false)
        compare(shown.kv.shown, true)
    }
    function test_aPageTakesTheKeys() {
        show()
        Session.page = "audit"
        tryCompare(named("auditList"), "activeFocus", true)
        Session.page = "kv"
        tryCompare(named("kvTree"), "activeFocus", true)
        Session.page = "health"
        tryCompare(named("healthCharts"), "activeFocus", true)
    }
    function test_theFirstPageTakesTheKeysToo() {
        Session.page = "health"
        show()
        tryCompare(named("healthCharts"), "activeFocus", true)
    }
    function test_anotherClusterHasOtherViewModels() {
        show()
        Session.page = "kv"
        verify(says("History"))
        shown.kv = createTemporaryObject(otherKeys, test)
        verify(says("Changes of another cluster"))
        compare(shown.kv.shown, true)
    }
    function test_aTornPageHasAWindowOfItsOwn() {
        const window = createTemporaryObject(torn, test)
        tryCompare(window, "visible", true)
        const page = findChild(window.contentItem, "tornKv")
        verify(page)
        tryCompare(window.vm, "shown", true)
        compare(window.title, "KV – Halftone")
        Session.language = "zh"
        verify(window.title !== "KV – Halftone")
        window.close()
        tryCompare(window.vm, "shown", false)
    }
    function test_aTornPageTakesTheKeys_data() {
        return Session.pages.filter(page => page !== "demo").map(page => ({ tag: page }))  // the demo is mainly made of nothing
    }
    function test_aTornPageTakesTheKeys(data) {
        const stack = show()
        stack.overview.chosen = "shop"
        const window = createTemporaryObject(torn, test, { page: data.tag, vm: stack[data.tag] })
        window.requestActivate()
        tryCompare(window, "active", true)
        const page = findChild(window.contentItem, "torn" + data.tag.charAt(0).toUpperCase() + data.tag.slice(1))
        verify(page.mainItem)
        tryCompare(page.mainItem, "activeFocus", true)
        compare(stack.overview.chosen, "shop")
        window.destroy()  // before the view model that it shows
        wait(0)
    }
    function test_aTornPageClosesOverAnOpenDialog() {
        const window = createTemporaryObject(torn, test)
        tryCompare(window, "visible", true)
        findChild(window.contentItem, "kvDelete").clicked()
        tryVerify(() => findChild(window.contentItem.Overlay.overlay, "kvRemoveDialogYes")?.visible ?? false)
        window.close()
        window.destroy()
        wait(50)
    }
}
