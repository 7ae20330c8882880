// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// All keys on one sheet.
Dialog {
    id: sheet

    // A key, what it does, the next key.
    readonly property var keys: [
        "Ctrl+K", qsTr("command palette"), "Ctrl+1 … 9", qsTr("pages"),
        "F1", qsTr("this sheet"), "Ctrl+T", qsTr("dark or light"),
        "Ctrl+B", qsTr("pin this place"), "Ctrl+Shift+N", qsTr("page in its own window"),
        "Ctrl+Shift+C", qsTr("copy a link to here"), "Ctrl+F", qsTr("filter"),
        "Ctrl+L", qsTr("language"), "Ctrl+N", qsTr("new rule"),
        "Ctrl+Shift+R", qsTr("record what happens; end it"), "Ctrl+Space", qsTr("replay: play or pause"),
        "Ctrl+Z", qsTr("undo in the draft"), "Ctrl+Shift+Z", qsTr("redo in the draft"),
        "Ctrl+Enter", qsTr("review the draft; accept the rule"), "Ctrl+H", qsTr("history and rollback"),
        "↑ ↓", qsTr("choose a rule"), "Alt+↑ ↓", qsTr("move the rule"),
        "Enter", qsTr("edit the rule"), "Space", qsTr("rule on or off"),
        "Ctrl+D", qsTr("duplicate the rule"), "Del", qsTr("delete the rule"),
        "← →", qsTr("slider: 1 %"), "Ctrl+← →", qsTr("slider: 0.01 %"),
        "Shift+← →", qsTr("slider: 10 %"), "Home End", qsTr("slider: none, all")
    ]

    objectName: "shortcutSheet"
    anchors.centerIn: Overlay.overlay
    width: 720
    modal: true
    focus: true
    title: qsTr("Keyboard")
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside

    GridLayout {
        columns: 4
        columnSpacing: Theme.spaceLarge
        rowSpacing: Theme.space
        width: sheet.availableWidth

        Repeater {
            model: sheet.keys.length  // not the texts: see DiffView

            Label {
                required property int index
                readonly property string words: sheet.keys[index]

                objectName: index % 2 === 0 ? "shortcut_" + words : ""
                text: words
                font.family: index % 2 === 0 ? Theme.mono : Theme.family
                color: index % 2 === 0 ? Theme.accent : Theme.text
                Layout.fillWidth: index % 2 === 1
                Layout.preferredWidth: index % 2 === 0 ? 110 : 200
            }
        }
    }
    footer: DialogFooter {
        Button {
            text: qsTr("Close")
            onClicked: sheet.close()
        }
    }
}
