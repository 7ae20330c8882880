// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Starts and ends a recording of what the console hears; says into which file, and how large it is.
RowLayout {
    id: row

    required property FlightViewModel flight

    visible: !flight.replaying
    spacing: Theme.spaceSmall

    Label {
        objectName: "recordText"
        visible: text !== ""
        text: row.flight.problem !== "" ? row.flight.problem : row.flight.recordingText
        color: row.flight.problem !== "" ? Theme.bad : Theme.muted
        font.family: Theme.mono
        font.pixelSize: Theme.fontSmall
        elide: Text.ElideMiddle
        Layout.maximumWidth: 380
        ToolTip.text: row.flight.recordingFile
        ToolTip.visible: hover.hovered && row.flight.recordingFile !== ""

        HoverHandler {
            id: hover
        }
    }
    IconButton {
        objectName: "recordFolder"
        visible: !row.flight.recording && row.flight.recordingFile !== ""
        iconName: "folder"
        hint: qsTr("Show in folder")
        onClicked: row.flight.showInFolder()
    }
    IconButton {
        objectName: "replayButton"
        iconName: "play"
        hint: qsTr("Replay a flight…")
        onClicked: dialog.ask()
    }
    ReplayDialog {
        id: dialog

        flight: row.flight
    }
    Connections {
        target: row.flight

        function onReplayAsked() {
            dialog.ask()
        }
    }
    ToolButton {
        id: button

        objectName: "recordButton"
        implicitWidth: Theme.controlHeight
        ToolTip.text: row.flight.recording ? qsTr("End the recording (Ctrl+Shift+R)") : qsTr("Record what happens (Ctrl+Shift+R)")
        ToolTip.visible: hovered
        ToolTip.delay: 400
        Accessible.name: row.flight.recording ? qsTr("End the recording") : qsTr("Record what happens")
        onClicked: row.flight.toggleRecording()

        Rectangle {
            anchors.centerIn: parent
            width: Theme.iconSize - Theme.spaceSmall
            height: width
            radius: row.flight.recording ? Theme.radiusSmall : width / 2
            color: row.flight.recording ? Theme.bad : "transparent"
            border.width: Theme.focusLine
            border.color: Theme.bad
        }
    }
}
