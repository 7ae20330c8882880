// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// Three sessions, the first one opened; they drift from the policy, and one move runs.
SessionsViewModel {
    state: PageViewModel.Ready
    nodesText: "3 sessions on 2 nodes"
    countText: "3"
    service.names: ["chat"]
    service.current: "chat"
    table.total: 3
    table.shown: 3
    table.columns: [{ title: "user", numeric: false }, { title: "messages", numeric: true }]
    table.answers: ({ fittedWidth: column => column === 0 ? 200 : 90, columnWidth: column => column === 0 ? 200 : 90, isNumeric: column => column === 1 })
    table.rows: ["u1", "u2", "u3"].map((user, at) => ({
        cells: [user, 10 * at], numeric: false, version: "", dimmed: false, current: at === 0, selected: at === 0
    }))
    versions.rows: [
        { version: "v1", sessions: "2", share: "66.7 %", wanted: "50.0 %", drift: "+16.7" },
        { version: "v2", sessions: "1", share: "33.3 %", wanted: "50.0 %", drift: "−16.7" }
    ]
    wanted: [{ version: "v1", share: 0.5 }, { version: "v2", share: 0.5 }]
    open: [{ version: "v1", share: 0.667 }, { version: "v2", share: 0.333 }]
    drift.known: true
    drift.present: true
    drift.kind: "warn"
    drift.text: "1 of 3 sessions would be placed elsewhere"
    drift.placed: [{ version: "v1", share: 0.333 }, { version: "v2", share: 0.667 }]
    detail.present: true
    detail.user: "u1"
    detail.version: "v1"
    detail.verdict: "The default places it on v1."
    detail.verdictKind: "ok"
    detail.facts.rows: [{ name: "room", value: "lobby", mono: false }, { name: "node", value: "chat-1", mono: true }]
    detail.steps.rows: [{ rule: "1. office", kind: "unknown", text: "the address is not in 192.168.20.0/24" }]
    detail.request.rows: [{ name: "path", value: "/chat", mono: true }]
    actions.running.present: true
    actions.running.moves.rows: [{ key: "m1", title: "node chat-2", detail: "1 of 3, about 5 s", progress: 0.33, running: true, kind: "ok" }]
    actions.running.closed.rows: [{ source: "s2", node: "chat-2", version: "v2", text: "takes no new sessions" }]
}
