// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.Theme

// The product's sign: dots that grow, as in a printed gray.
Grid {
    id: mark

    readonly property int cell: 6

    columns: 3
    rows: 3

    Repeater {
        model: 9

        Item {
            id: place

            required property int index

            width: mark.cell
            height: mark.cell

            Rectangle {
                anchors.centerIn: parent
                width: 2 + place.index % 3 + Math.floor(place.index / 3) / 2
                height: width
                radius: width / 2
                color: Theme.accent
            }
        }
    }
}
