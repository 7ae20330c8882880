// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.Theme
import Halftone.Ui

// Shares of versions as one stacked bar. `parts`: [{version, share}], share from 0 to 1.
Rectangle {
    id: bar

    property var parts: []

    implicitWidth: 120
    implicitHeight: Theme.space
    radius: Theme.radiusSmall
    color: Theme.pressed
    clip: true

    Row {
        anchors.fill: parent

        Repeater {
            model: bar.parts

            VersionFill {
                required property var modelData

                version: modelData.version
                width: bar.width * modelData.share
                height: bar.height
            }
        }
    }
}
