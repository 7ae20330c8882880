// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.Theme

// A split in words: each version in its colour with its percentage. `split`: [{version, text}].
Row {
    id: words

    required property var split

    spacing: Theme.spaceMedium

    Repeater {
        model: words.split

        Row {
            id: part

            required property var modelData

            spacing: Theme.space - Theme.spaceTiny

            VersionChip {
                version: part.modelData.version
            }
            NumberText {
                text: part.modelData.text
            }
        }
    }
}
