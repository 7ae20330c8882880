// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// One rule of an explanation: whether it matched, and why or why not.
RowLayout {
    id: row

    required property int number
    required property string name
    required property string kind
    required property string sentence
    required property string seen

    objectName: "explainRule_" + number
    spacing: Theme.spaceMedium
    opacity: kind === "unknown" || kind === "pause" ? 0.6 : 1

    StateMark {
        name: row.kind === "bad" ? "close" : row.kind
        kind: row.kind
        color: row.kind === "ok" ? Theme.ok : Theme.muted
        label: row.kind === "ok" ? qsTr("matched") : row.kind === "bad" ? qsTr("did not match") : qsTr("not tried")
    }
    NumberText {
        text: row.number
        color: Theme.muted
        Layout.preferredWidth: 18
    }
    Label {
        text: row.name
        font.weight: Font.DemiBold
        elide: Text.ElideRight
        Layout.preferredWidth: 120
    }
    Label {
        text: row.sentence
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        ToolTip.text: text
        ToolTip.visible: truncated && hover.hovered
        Layout.fillWidth: true

        HoverHandler {
            id: hover
        }
    }
}
