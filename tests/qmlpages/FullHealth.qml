// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// Two versions, v2 slower than v1.
HealthViewModel {
    state: PageViewModel.Ready
    service.names: ["chat", "shop"]
    service.current: "chat"
    range: 900
    span: 900
    end: 1700000000
    live: true
    ranges: [{ value: 900, text: "15 min" }, { value: 3600, text: "1 h" }]
    viewText: "live, the last 15 min"
    versions.rows: [
        { version: "v1", requests: "602", errors: "0.10 %", p50: "4 ms", p95: "19 ms", p99: "41 ms", sessions: "4,000", kind: "ok" },
        { version: "v2", requests: "598", errors: "0.12 %", p50: "4 ms", p95: "42 ms", p99: "141 ms", sessions: "812", kind: "warn" }
    ]
    versionNames: ["v1", "v2"]
    baseline: "v1"
    candidate: "v2"
    verdictKind: "warn"
    verdictText: "v2 is slower than v1"
    verdictBasis: "12,400 requests of v1 and 598 of v2 in the last 5 min, with 95 % confidence"
    comparison.rows: [
        { name: "errors", difference: "+0.02 points", interval: "−0.10 to +0.14", word: "no worse", kind: "ok" },
        { name: "p99", difference: "+100 ms", interval: "+80 to +120 ms", word: "worse", kind: "warn" }
    ]
    requests.unit: "/s"
    errors.unit: "%"
    errors.thresholdText: "1"
    latency.unit: "ms"
}
