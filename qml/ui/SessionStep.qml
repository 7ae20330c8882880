// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// A rule that was tried for a session, and what came of it.
RowLayout {
    id: step

    required property string rule
    required property string kind
    required property string text

    spacing: Theme.space

    StateMark {
        kind: step.kind
        Layout.alignment: Qt.AlignTop
    }
    ColumnLayout {
        spacing: 0
        Layout.fillWidth: true

        Label {
            text: step.rule
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        Label {
            text: step.text
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
}
