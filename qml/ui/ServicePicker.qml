// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Which service a page is about.
RowLayout {
    id: picker

    required property ServiceChoice choice

    visible: choice.names.length > 0
    spacing: Theme.space

    Label {
        text: qsTr("Service")
        color: Theme.muted
    }
    ComboBox {
        objectName: picker.objectName + "Box"
        model: picker.choice.names
        currentIndex: picker.choice.currentIndex
        Accessible.name: qsTr("Service")
        onActivated: index => picker.choice.current = picker.choice.names[index]
    }
}
