// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// A demo of one proxy and two nodes, one of them stopped, with a fault in v2.
DemoViewModel {
    id: demo

    function process(name: string, role: string, version: string, up: bool): var {
        return {
            process: name, role: role, version: version, kind: up ? "ok" : "pause", stateText: up ? "running" : "stopped", cpu: up ? "3 %" : "",
            memory: up ? "21 MB" : "", pid: up ? "1204" : "", address: "127.0.0.1:9001", restarts: "", canStop: up && role === "chat", canStart: !up
        }
    }

    state: PageViewModel.Ready
    running: true
    users: 200
    maxUsers: 1000
    usersText: "200"
    requestsPerSecond: "412"
    requests: "18,204"
    failed: "12"
    hasFailed: true
    sessions: "200"
    reconnects: "3"
    crowdLoad: "cpu 12 %"
    gateways.rows: [process("proxy-1", "gateway", "", true)]
    nodes.rows: [process("chat-1", "chat", "v1", true), process("chat-2", "chat", "v2", false)]
    registries.rows: [process("consul", "registry", "", true)]
    faults.rows: [
        { version: "v1", errorPercent: 0, errorText: "0 %", latencyMs: 0, latencyText: "0 ms", injected: false },
        { version: "v2", errorPercent: 5, errorText: "5 %", latencyMs: 300, latencyText: "300 ms", injected: true }
    ]
    answers: ({ countText: count => count + " users", percentText: percent => percent + " %", latencyText: ms => ms + " ms" })
}
