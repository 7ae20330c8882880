// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A thing known of a session: its name and its value.
RowLayout {
    id: fact

    required property string name
    required property string value
    required property bool mono

    spacing: Theme.space

    Label {
        text: fact.name
        color: Theme.muted
        font.pixelSize: Theme.fontSmall
        Layout.preferredWidth: 88
        Layout.alignment: Qt.AlignTop
    }
    Label {
        objectName: "sessionFact_" + fact.name
        text: fact.value
        font.family: fact.mono ? Theme.mono : Theme.family
        wrapMode: Text.WrapAnywhere
        maximumLineCount: 4
        elide: Text.ElideRight
        Layout.fillWidth: true
    }
}
