// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.App
import Halftone.Theme

// A surface in a version's colour; notched for versions whose colour another has already, so that twelve are told apart.
Rectangle {
    id: fill

    required property string version
    readonly property bool notched: Theme.versionNotched(VersionColors.indexes[version])

    color: Theme.versionColor(VersionColors.indexes[version])

    Repeater {
        model: fill.notched ? Math.ceil(Math.min(fill.width, 4000) / Theme.space) : 0

        Rectangle {
            required property int index

            x: index * Theme.space + Theme.spaceSmall - 1
            width: Math.min(3, fill.width - x)
            height: fill.height
            color: Theme.surface
        }
    }
}
