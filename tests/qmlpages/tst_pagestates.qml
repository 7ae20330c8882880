// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// What all nine pages have in common: they say when they wait, when what they show is old, and when there is nothing
// to show, and they fit the smallest window and a wide one in both languages.
PageTest {
    id: test

    readonly property var pages: ({
        overview: overview, traffic: traffic, explain: explain, health: health, sessions: sessions, catalog: catalog, kv: kv, demo: demo, audit: audit
    })
    // Of a page: torn off and made small, in the smallest window, in a usual one.
    readonly property var sizes: [Qt.size(900, 560), Qt.size(1200 - 184, 680 - 72), Qt.size(1440 - 184, 900 - 72)]

    function rowsOfPages(): var {
        return Object.keys(pages).map(name => ({ tag: name, page: pages[name] }))
    }
    function words(): string {
        return shownText(named("pageState"))
    }

    name: "PageStates"

    Component {
        id: overview

        OverviewPage {
            vm: FullOverview {}
        }
    }
    Component {
        id: traffic

        TrafficPage {
            vm: FullTraffic {}
        }
    }
    Component {
        id: explain

        ExplainPage {
            vm: FullExplain {}
        }
    }
    Component {
        id: health

        HealthPage {
            vm: FullHealth {}
        }
    }
    Component {
        id: sessions

        SessionsPage {
            vm: FullSessions {}
        }
    }
    Component {
        id: catalog

        CatalogPage {
            vm: FullCatalog {}
        }
    }
    Component {
        id: kv

        KvPage {
            vm: FullKv {}
        }
    }
    Component {
        id: demo

        DemoPage {
            vm: FullDemo {}
        }
    }
    Component {
        id: audit

        AuditPage {
            vm: FullAudit {}
        }
    }

    function test_aLivePageSaysNoState_data() { return rowsOfPages() }
    function test_aLivePageSaysNoState(data) {
        page = data.page
        show()
        compare(named("pageState").visible, false)
        vm.state = PageViewModel.Loading
        compare(named("pageState").visible, true)
        vm.state = PageViewModel.Ready
        compare(named("pageState").visible, false)
    }
    function test_aPageThatWaitsSaysSo_data() { return rowsOfPages() }
    function test_aPageThatWaitsSaysSo(data) {
        page = data.page
        show()
        vm.state = PageViewModel.Loading
        compare(words(), "Loading…")
        vm.stateText = "Waiting for Consul at 127.0.0.1:8500"
        compare(words(), "Waiting for Consul at 127.0.0.1:8500")
        Session.language = "zh"
        vm.stateText = ""
        compare(words(), "加载中…")
    }
    function test_anOldPageSaysSinceWhen_data() { return rowsOfPages() }
    function test_anOldPageSaysSinceWhen(data) {
        page = data.page
        show()
        vm.state = PageViewModel.Stale
        vm.stateText = "Consul is away since 12:04:31"
        compare(words(), "Consul is away since 12:04:31")
        compare(named("pageState").border.color, Theme.warn)
    }
    function test_whatIsOldIsDimmed_data() {
        return [
            { tag: "overview", page: overview, item: "overviewServices" }, { tag: "traffic", page: traffic, item: "ruleList" },
            { tag: "health", page: health, item: "healthRequests" }, { tag: "sessions", page: sessions, item: "sessionsTable" },
            { tag: "catalog", page: catalog, item: "catalogRows" }, { tag: "kv", page: kv, item: "kvTree" },
            { tag: "demo", page: demo, item: "crowdSlider" }
        ]
    }
    function test_whatIsOldIsDimmed(data) {
        page = data.page
        show()
        const item = named(data.item)
        compare(strength(item), 1)
        vm.state = PageViewModel.Stale
        verify(strength(item) < 0.9, strength(item))
        verify(strength(named("pageState")) === 1)
    }
    function test_aPageWithNothingSaysWhy_data() { return rowsOfPages() }
    function test_aPageWithNothingSaysWhy(data) {
        page = data.page
        show()
        vm.state = PageViewModel.Failed
        vm.stateText = "Consul refuses the token: 403"
        compare(words(), "Consul refuses the token: 403")
        compare(named("pageState").border.color, Theme.bad)
    }
    function test_aPageFitsItsWindow_data() {
        const rows = []
        for (const page of rowsOfPages()) {
            for (const language of ["en", "zh"]) {
                for (const size of sizes)
                    rows.push({ tag: page.tag + " " + language + " " + size.width, page: page.page, language: language, size: size })
            }
        }
        return rows
    }
    function test_aPageFitsItsWindow(data) {
        Session.language = data.language
        page = data.page
        show({ width: data.size.width, height: data.size.height })
        verifyLegible(shown)
    }
    // A layout that is laid out while its rows go must not read those that are gone (Qt 6.4 does). Catalog has lists only, no rows
    // in a layout.
    function test_rowsComeAndGoUnderAPage_data() {
        return [
            { tag: "overview", page: overview, models: vm => [vm.services] }, { tag: "traffic", page: traffic, models: vm => [vm.rules, vm.split] },
            { tag: "explain", page: explain, models: vm => [vm.rules, vm.live.rows] }, { tag: "health", page: health, models: vm => [vm.versions, vm.comparison] },
            {
                tag: "sessions", page: sessions,
                models: vm => [vm.table, vm.versions, vm.detail.facts, vm.detail.steps, vm.detail.request, vm.actions.running.moves, vm.actions.running.closed]
            },
            { tag: "kv", page: kv, models: vm => [vm.tree, vm.history] },
            { tag: "demo", page: demo, models: vm => [vm.gateways, vm.nodes, vm.registries, vm.faults] }, { tag: "audit", page: audit, models: vm => [vm.entries] }
        ]
    }
    function test_rowsComeAndGoUnderAPage(data) {
        page = data.page
        show({ width: 1016, height: 608 })
        const models = data.models(vm)
        const full = models.map(model => model.rows)
        for (let turn = 0; turn < 8; ++turn) {
            models.forEach((model, at) => model.rows = turn % 2 ? full[at] : [])
            shown.width += turn % 3 ? 40 : -60  // lays out in the midst of it
            Session.language = turn % 4 < 2 ? "zh" : "en"
            wait(1)
        }
        verifyLegible(shown)
    }
}
