// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.Theme

// The states of an instance over the last minutes, oldest at the left. `parts`: [{kind, share}].
Rectangle {
    id: strip

    property var parts: []

    implicitHeight: Theme.space
    radius: Theme.radiusSmall
    color: Theme.pressed
    clip: true
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("States since the console watches")

    Row {
        Repeater {
            model: strip.parts

            Rectangle {
                required property var modelData

                // Bad stretches are taller than good ones, for eyes that do not tell the colours apart.
                y: modelData.kind === "bad" ? 0 : modelData.kind === "ok" ? Theme.spaceTiny : Theme.line
                width: Math.max(strip.width * modelData.share, modelData.kind === "bad" ? Theme.spaceTiny : 0)
                height: strip.height - 2 * y
                color: modelData.kind === "ok" ? Theme.ok
                     : modelData.kind === "warn" ? Theme.warn
                     : modelData.kind === "bad" ? Theme.bad
                     : modelData.kind === "pause" ? Theme.muted : "transparent"
            }
        }
    }
}
