// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.App
import Halftone.Ui

// The pages, one in front.
Item {
    id: stack

    required property TrafficViewModel traffic
    required property OverviewViewModel overview
    required property ExplainViewModel explain
    required property AuditViewModel audit
    required property HealthViewModel health
    required property SessionsViewModel sessions
    required property CatalogViewModel catalog
    required property KvViewModel kv
    required property DemoViewModel demo

    PageSlot {
        page: "overview"
        file: "OverviewPage.qml"
        vm: stack.overview
    }
    PageSlot {
        page: "audit"
        file: "AuditPage.qml"
        vm: stack.audit
    }
    PageSlot {
        page: "traffic"
        file: "TrafficPage.qml"
        vm: stack.traffic
    }
    PageSlot {
        page: "explain"
        file: "ExplainPage.qml"
        vm: stack.explain
    }
    PageSlot {
        page: "health"
        file: "HealthPage.qml"
        vm: stack.health
    }
    PageSlot {
        page: "sessions"
        file: "SessionsPage.qml"
        vm: stack.sessions
    }
    PageSlot {
        page: "catalog"
        file: "CatalogPage.qml"
        vm: stack.catalog
    }
    PageSlot {
        page: "kv"
        file: "KvPage.qml"
        vm: stack.kv
    }
    PageSlot {
        page: "demo"
        file: "DemoPage.qml"
        vm: stack.demo
    }
}
