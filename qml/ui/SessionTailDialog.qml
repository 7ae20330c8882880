// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The frames of a session, or of one of its rooms, as they happen.
Dialog {
    id: dialog

    required property SessionFrames frames

    objectName: "sessionTailDialog"
    anchors.centerIn: Overlay.overlay
    width: 860
    height: 560
    modal: true
    focus: true
    title: frames.title
    closePolicy: Popup.CloseOnEscape
    onClosed: frames.stop()

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.space

        RowLayout {
            spacing: Theme.spaceMedium
            Layout.fillWidth: true

            ComboBox {
                objectName: "tailScope"
                model: dialog.frames.scopes
                currentIndex: dialog.frames.scope
                Accessible.name: qsTr("Whose frames")
                onActivated: index => dialog.frames.scope = index
                Layout.preferredWidth: 220
            }
            CheckBox {
                objectName: "tailRedacted"
                checked: dialog.frames.redacted
                text: qsTr("Hide what is said")
                onToggled: dialog.frames.redacted = checked
            }
            Label {
                objectName: "tailState"
                text: dialog.frames.state
                color: Theme.muted
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignRight
                Layout.fillWidth: true
            }
        }
        ListView {
            id: list

            objectName: "tailFrames"
            model: dialog.frames
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar {}
            Accessible.name: qsTr("Frames")
            Layout.fillWidth: true
            Layout.fillHeight: true
            onCountChanged: if (!dialog.frames.paused) list.positionViewAtEnd()
            delegate: SessionFrameRow {
                width: list.width - Theme.space
            }

            Label {
                anchors.centerIn: parent
                visible: dialog.frames.count === 0
                text: qsTr("Nothing has been said since.")
                color: Theme.muted
            }
        }
    }
    footer: DialogFooter {
        Button {
            objectName: "tailClear"
            text: qsTr("Clear")
            flat: true
            onClicked: dialog.frames.clear()
        }
        Button {
            objectName: "tailPause"
            checkable: true
            checked: dialog.frames.paused
            text: dialog.frames.paused ? qsTr("Go on") : qsTr("Pause")
            onToggled: dialog.frames.paused = checked
        }
        Button {
            objectName: "tailClose"
            text: qsTr("Close")
            highlighted: true
            onClicked: dialog.close()
        }
    }
}
