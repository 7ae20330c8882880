// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// Two services; of the chosen one an instance that is well and open, and one in maintenance.
CatalogViewModel {
    state: PageViewModel.Ready
    summary: "2 services on 2 nodes"
    services.rows: [
        { name: "chat", instances: "2", parts: [{ version: "v1", share: 0.5 }, { version: "v2", share: 0.5 }], kind: "warn", health: "1 of 2 in maintenance", tags: "" },
        { name: "shop", instances: "1", parts: [], kind: "ok", health: "all passing", tags: "" }
    ]
    nodes.rows: [
        { name: "node-a", address: "10.0.0.1", kind: "ok", health: "all passing", about: "zone a" },
        { name: "node-b", address: "10.0.0.2", kind: "bad", health: "serf is critical", about: "" }
    ]
    selected: "chat"
    selectedIndex: 0
    selectedSummary: "2 instances, 1 takes requests"
    rows.rows: [
        { row: "version", version: "v1", title: "1 instance", kind: "ok", rowId: "v1", stateText: "", address: "", about: "", strip: [], flaps: "", changed: "", open: false, output: "" },
        {
            row: "instance", version: "", title: "chat-1", kind: "ok", rowId: "id-1", stateText: "passing", address: "10.0.0.1:9001", about: "zone=a",
            strip: [{ kind: "ok", share: 0.9 }, { kind: "bad", share: 0.1 }], flaps: "2 flaps", changed: "3 min ago", open: true, output: ""
        },
        { row: "check", version: "", title: "http", kind: "ok", rowId: "id-1/http", stateText: "passing", address: "", about: "", strip: [], flaps: "", changed: "", open: false, output: "HTTP GET: 200 OK" },
        {
            row: "instance", version: "", title: "chat-2", kind: "pause", rowId: "id-2", stateText: "maintenance", address: "10.0.0.2:9001", about: "",
            strip: [], flaps: "", changed: "", open: false, output: ""
        }
    ]
}
