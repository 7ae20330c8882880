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

    signal draftAsked

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
        Button {
            id: draft

            objectName: "statusDraft"
            visible: bar.draftText !== ""
            implicitHeight: Theme.rowHeight - Theme.spaceSmall
            horizontalPadding: Theme.space
            flat: true
            text: bar.draftText
            font.pixelSize: Theme.fontSmall
            contentItem: Label {
                text: draft.text
                color: Theme.accent
                font: draft.font
            }
            onClicked: bar.draftAsked()
        }
    }
    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.border
    }
}
