// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// In a production cluster the service's name must be typed before its sessions are touched; elsewhere nothing
// is to be seen of it.
ColumnLayout {
    id: asker

    required property string word
    readonly property bool ready: word === "" || typed.text === word

    function clear() {
        typed.clear()
    }

    visible: word !== ""
    spacing: Theme.spaceSmall

    Label {
        text: qsTr("This is a production cluster. Type %1 to go on.").arg(asker.word)
        color: Theme.bad
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
    TextField {
        id: typed

        objectName: asker.objectName + "Word"
        placeholderText: asker.word
        Accessible.name: qsTr("Confirmation")
        Layout.fillWidth: true
    }
}
