// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// A publish of a policy and a kick.
AuditViewModel {
    state: PageViewModel.Ready
    countText: "2 deeds"
    entries.rows: [
        { key: "b", time: "12:04:31", who: "li", action: "published", what: "chat r42", why: "5 % for the weekend", from: "10.0.0.7", revision: 42 },
        { key: "a", time: "11:58:02", who: "mia", action: "kicked", what: "3 sessions", why: "", from: "ops-laptop", revision: 0 }
    ]
}
