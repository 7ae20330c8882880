// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// The state of everything in one line, at the bottom of the window.
Rectangle {
    id: bar

    required property StatusViewModel status
    property string draftText

    signal reviewAsked

    implicitHeight: Theme.rowHeight
    color: Theme.surface

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceLarge
        anchors.rightMargin: Theme.spaceLarge
        spacing: Theme.spaceLarge

        StatusPart {
            objectName: "statusConsul"
            kind: bar.status.consulKind
            text: bar.status.consulShort
        }
        StatusPart {
            objectName: "statusProxies"
            kind: bar.status.proxiesKind
            text: bar.status.proxiesText
        }
        StatusPart {
            objectName: "statusStream"
            kind: bar.status.streamKind
            text: bar.status.streamText
        }
        StatusPart {
            objectName: "statusEditors"
            visible: text !== ""
            kind: "warn"
            text: bar.status.editorsText
        }
        Item {
            Layout.fillWidth: true
        }
        Label {
            objectName: "statusDraft"
            visible: bar.draftText !== ""
            text: bar.draftText
            color: Theme.accent
            font.pixelSize: Theme.fontSmall

            TapHandler {
                onTapped: bar.reviewAsked()
            }
        }
    }
    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.border
    }
}
