// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Halftone.Style as Style
import Halftone.Theme

// A state as shape and colour: circle ok, triangle warn, diamond bad, broken ring unknown, bars pause.
Style.Icon {
    property string kind: "unknown"
    property string label

    name: kind
    color: kind === "ok" ? Theme.ok : kind === "warn" ? Theme.warn : kind === "bad" ? Theme.bad : Theme.muted
    Accessible.role: Accessible.Indicator
    Accessible.name: label
    Accessible.ignored: label === ""
}
