// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A number with its name.
RowLayout {
    id: figure

    required property string label
    required property string number
    property color tint: Theme.text

    spacing: Theme.space
    Layout.fillWidth: true

    Label {
        text: figure.label
        color: Theme.muted
        Layout.fillWidth: true
    }
    NumberText {
        text: figure.number
        color: figure.tint
    }
}
