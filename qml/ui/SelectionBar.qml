// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Shows while several rows of a list are selected: how many, and what can be done with all of them (its children).
RowLayout {
    id: bar

    required property RowSelection rows

    visible: rows.count > 1
    spacing: Theme.spaceSmall

    Label {
        objectName: "selectionText"
        text: qsTr("%1 selected").arg(bar.rows.count)
        color: Theme.accent
        elide: Text.ElideRight
        Layout.fillWidth: true
        Layout.minimumWidth: Math.ceil(Math.min(implicitWidth, 90))
    }
}
