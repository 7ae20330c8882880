// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// A request that the second rule decided, and two live ones.
ExplainViewModel {
    state: PageViewModel.Ready
    service.names: ["chat", "shop"]
    service.current: "chat"
    service.currentIndex: 0
    text: "GET /chat HTTP/1.1\nX-User-ID: 42"
    client: "192.168.10.7"
    explained: true
    verdict: "Rule 2 “premium” sends it to v2."
    version: "v2"
    user: "42"
    bucket: 8851
    ruler: [{ version: "v2", from: 0, share: 0.3, text: "30 %" }, { version: "v1", from: 0.3, share: 0.7, text: "70 %" }]
    rulerTitle: "Bucket 8851 of 10000"
    rules.rows: [
        { number: 1, name: "office", kind: "bad", sentence: "the address is not in 192.168.20.0/24", seen: "192.168.10.7" },
        { number: 2, name: "premium", kind: "ok", sentence: "the cookie user-type is premium", seen: "premium" }
    ]
    hasDraft: true
    otherText: "By your draft: version v1."
    otherDiffers: true
    live.title: "2 live requests"
    live.sampled: true
    live.source: "requests"
    live.rows.rows: [
        { number: 17, title: "GET /chat?a=1&b=2", version: "v1", user: "u7" },
        { number: 18, title: "GET /rooms", version: "v2", user: "" }
    ]
    attributes: [{ attr: "header X-User-ID", value: "42" }, { attr: "path", value: "/a/path/that/goes/on/and/on/and/on/and/on" }]
}
