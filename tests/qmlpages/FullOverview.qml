// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// Two services: one well, one in a release that goes wrong.
OverviewViewModel {
    state: PageViewModel.Ready
    summary: "2 services, 1 needs a look"
    services.rows: [
        {
            service: "chat", kind: "bad", why: "v2: errors +4 points", revision: "r42", wanted: [{ version: "v1", share: 0.75 }, { version: "v2", share: 0.25 }],
            actual: [{ version: "v1", share: 0.5 }, { version: "v2", share: 0.5 }], requests: "1,204", errors: "4.20 %", p99: "141 ms",
            sessions: "4,812", spark: [0, 0.5, 1], release: "v2 at 25 %", published: "by li, 12 min ago"
        },
        {
            service: "shop", kind: "ok", why: "", revision: "r3", wanted: [], actual: [], requests: "0", errors: "–", p99: "–",
            sessions: "–", spark: [], release: "no release", published: ""
        }
    ]
    topology: ({
        gateways: [{ name: "proxy-1", kind: "ok", version: "", text: "1,204", words: "proxy-1: ok", place: "halftone://proxy-1" }],
        versions: [{ name: "v1", kind: "ok", version: "v1", text: "602", words: "v1: ok", place: "halftone://v1" }, { name: "v2", kind: "bad", version: "v2", text: "602", words: "v2: bad", place: "halftone://v2" }],
        instances: [{ name: "chat-1", kind: "ok", version: "v1", text: "602", words: "chat-1: ok", place: "halftone://chat-1" }, { name: "chat-2", kind: "bad", version: "v2", text: "602", words: "chat-2: bad", place: "halftone://chat-2" }],
        flows: [{ left: 0, from: 0, to: 0, width: 0.5, version: "v1", kind: "ok" }, { left: 0, from: 0, to: 1, width: 0.5, version: "v2", kind: "bad" },
                { left: 1, from: 0, to: 0, width: 0.5, version: "v1", kind: "ok" }, { left: 1, from: 1, to: 1, width: 0, version: "v2", kind: "bad" }]
    })
}
