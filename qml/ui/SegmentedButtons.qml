// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.Theme

// One of a few values. `model`: [{value, text}].
Rectangle {
    id: group

    property var model: []
    property var current
    property string namePrefix: "segment"

    signal picked(value: var)

    implicitWidth: row.implicitWidth + 2 * Theme.spaceTiny
    implicitHeight: Theme.controlHeight
    radius: Theme.radius
    color: Theme.surfaceAlt
    border.width: Theme.line
    border.color: Theme.border

    Row {
        id: row

        anchors.centerIn: parent

        Repeater {
            model: group.model

            TabButton {
                required property var modelData

                objectName: group.namePrefix + "_" + modelData.value
                height: Theme.controlHeight - 2 * Theme.spaceTiny
                text: modelData.text
                checkable: false
                checked: group.current === modelData.value
                onClicked: group.picked(modelData.value)
            }
        }
    }
}
