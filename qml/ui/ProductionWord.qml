// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// On a production cluster, the name that must be typed before what hurts; elsewhere it takes no room and `ready` is
// true, as where there is no word. Call clear() when the dialog that holds it opens.
ColumnLayout {
    id: guard

    required property string word
    readonly property bool asks: Session.production && word !== ""
    readonly property bool ready: !asks || typed.text === word

    signal accepted

    function clear() {
        typed.clear()
    }
    function takeFocus() {
        typed.forceActiveFocus()
    }

    visible: asks
    spacing: Theme.spaceSmall

    Label {
        text: qsTr("This is a production cluster. Type %1 to go on.").arg(guard.word)
        color: Theme.bad
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
    TextField {
        id: typed

        objectName: guard.objectName + "Word"
        placeholderText: guard.word
        Accessible.name: qsTr("Confirmation")
        Layout.fillWidth: true
        onAccepted: if (guard.ready) guard.accepted()
    }
}
