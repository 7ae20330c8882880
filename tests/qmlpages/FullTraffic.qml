// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// A policy of two rules and a default of two versions, as published.
TrafficViewModel {
    state: PageViewModel.Ready
    services: ["chat", "shop"]
    service: "chat"
    serviceIndex: 0
    hasPolicy: true
    headline: "r42 by li, 12 min ago “5 % for the weekend”"
    stickyText: "sticky by user"
    splitTitle: "Default split"
    measuredText: "1,204 requests in the last minute"
    span: 300
    selectedRule: -1
    defaultParts: [{ version: "v1", share: 0.7, text: "70" }, { version: "v2", share: 0.3, text: "30" }]
    rules.rows: [
        { name: "office", number: 1, when: "the address is in 192.168.10.0/24", split: [{ version: "v2", share: 1, text: "100" }], ruleOn: true, changed: false, hits: "12/s", warning: "" },
        { name: "premium", number: 2, when: "the cookie user-type is premium", split: [{ version: "v2", share: 1, text: "100" }], ruleOn: true, changed: false, hits: "3/s", warning: "" }
    ]
    split.sumText: "100.00"
    split.stableVersion: "v1"
    split.rows: ["v1", "v2"].map((version, at) => ({
        version: version, weight: [7000, 3000][at], limit: 10000, inForce: [7000, 3000][at], measured: [0.704, 0.296][at], measuredLow: [0.69, 0.28][at],
        measuredHigh: [0.72, 0.31][at], sessions: [0.95, 0.05][at], locked: false, stable: at === 0, weightText: ["70.00", "30.00"][at],
        measuredText: ["70.4 ± 1.1", "29.6 ± 1.1"][at], sessionsText: ["95.2", "4.8"][at], changeText: "", disagrees: false
    }))
}
