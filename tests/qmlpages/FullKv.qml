// SPDX-License-Identifier: GPL-3.0-or-later
import Halftone.App

// A folder with a policy, which is selected and of which one revision is past.
KvViewModel {
    state: PageViewModel.Ready
    tree.rows: [
        { path: "halftone/", name: "halftone", depth: 0, folder: true, open: true, note: false },
        { path: "halftone/policies/chat", name: "chat", depth: 1, folder: false, open: false, note: false },
        { path: "…", name: "and 12 more", depth: 1, folder: false, open: false, note: true }
    ]
    selected: "halftone/policies/chat"
    text: "{\"service\": \"chat\"}"
    exists: true
    editable: true
    json: true
    kindText: "policy"
    about: "19 bytes, index 812"
    historyTitle: "History"
    policyKey: true
    history.rows: [
        { recordId: "42", title: "r42", who: "li", why: "5 % for the weekend", when: "12 min ago", present: true },
        { recordId: "41", title: "r41", who: "mia", why: "", when: "2 days ago", present: false }
    ]
}
