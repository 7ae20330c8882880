// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// A move: whom, how far it has come, when it will end.
RowLayout {
    id: row

    required property string title
    required property string detail
    required property double progress
    required property bool running
    required property string kind
    property bool readOnly: false

    signal stopped

    spacing: Theme.space
    Layout.preferredHeight: Theme.rowHeight
    Accessible.role: Accessible.ProgressBar
    Accessible.name: title + ": " + detail

    StateMark {
        kind: row.kind
        color: row.running ? Theme.accent : row.kind === "ok" ? Theme.ok : Theme.muted
    }
    Label {
        text: row.title
        font.weight: Font.DemiBold
        elide: Text.ElideRight
        Layout.preferredWidth: 220
    }
    Rectangle {
        implicitWidth: 200
        implicitHeight: Theme.space
        radius: Theme.radiusSmall
        color: Theme.pressed
        clip: true

        Rectangle {
            width: parent.width * row.progress
            height: parent.height
            radius: Theme.radiusSmall
            color: row.running ? Theme.accent : Theme.muted
        }
    }
    Label {
        objectName: "sessionMoveDetail"
        text: row.detail
        color: Theme.muted
        elide: Text.ElideRight
        Layout.fillWidth: true
    }
    Button {
        objectName: "sessionMoveStop"
        visible: row.running
        enabled: !row.readOnly
        text: qsTr("Stop")
        Accessible.name: qsTr("Stop the move of %1").arg(row.title)
        onClicked: row.stopped()
    }
}
