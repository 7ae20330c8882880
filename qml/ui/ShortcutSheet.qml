// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// All keys on one sheet.
Dialog {
    id: sheet

    // Titles with their keys: a key, what it does, the next key.
    readonly property var groups: [
        { title: qsTr("Everywhere"), keys: [
            "Ctrl+K", qsTr("command palette"), "Ctrl+1 … 9", qsTr("pages"),
            "F1  ?", qsTr("this sheet"), "Ctrl+F", qsTr("filter"),
            "Ctrl+T", qsTr("dark or light"), "Ctrl+L", qsTr("language"),
            "Ctrl+B", qsTr("pin this place"), "Ctrl+Shift+C", qsTr("copy a link to here"),
            "Ctrl+Shift+N", qsTr("page in its own window"), "Ctrl+W", qsTr("close that window"),
            "Ctrl+Shift+R", qsTr("record what happens; end it"), "Ctrl+P", qsTr("replay: play or pause")
        ] },
        { title: qsTr("Draft and rules"), keys: [
            "Ctrl+Z", qsTr("undo in the draft"), "Ctrl+Shift+Z", qsTr("redo in the draft"),
            "Ctrl+Enter", qsTr("review the draft; accept the rule"), "Ctrl+Alt+Z", qsTr("undo what was just published"),
            "Ctrl+H", qsTr("history and rollback"), "Ctrl+N", qsTr("new rule"),
            "Enter", qsTr("edit the rule"), "Space", qsTr("rule on or off"),
            "Ctrl+D", qsTr("duplicate the rule"), "Del", qsTr("delete the rule"),
            "Alt+↑ ↓", qsTr("move the rule"), "← →", qsTr("slider: 1 %"),
            "Ctrl+← →", qsTr("slider: 0.01 %"), "Shift+← →", qsTr("slider: 10 %"),
            "Home  End", qsTr("slider: none, all")
        ] },
        { title: qsTr("Lists"), keys: [
            "↑ ↓", qsTr("choose a row"), "Shift+↑ ↓", qsTr("select more rows"),
            "Ctrl+Space", qsTr("select this row too, or not"), "Ctrl+A", qsTr("select all"),
            "Ctrl+C", qsTr("copy what is selected"), "Esc", qsTr("select less")
        ] },
        { title: qsTr("Charts"), keys: [
            "+  −", qsTr("zoom"), "← →", qsTr("earlier, later"),
            "PgUp  PgDn", qsTr("a whole view earlier, later"), "Home", qsTr("back to now")
        ] }
    ]

    objectName: "shortcutSheet"
    anchors.centerIn: Overlay.overlay
    width: 720
    modal: true
    focus: true
    title: qsTr("Keyboard")
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside

    Flickable {
        id: scroller

        clip: true
        width: sheet.availableWidth
        implicitHeight: Math.min(contentHeight, sheet.Overlay.overlay ? sheet.Overlay.overlay.height - 150 : contentHeight)
        contentHeight: all.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}

        Column {
            id: all

            width: scroller.width
            spacing: Theme.spaceMedium

            Repeater {
                model: sheet.groups.length  // not the texts: see DiffView

                Column {
                    id: group

                    required property int index
                    readonly property var keys: sheet.groups[index].keys

                    width: all.width
                    spacing: Theme.spaceSmall

                    Label {
                        text: sheet.groups[group.index].title
                        color: Theme.muted
                        font.weight: Font.DemiBold
                    }
                    Grid {
                        columns: 4
                        columnSpacing: Theme.spaceLarge
                        rowSpacing: Theme.spaceSmall

                        Repeater {
                            model: group.keys.length

                            Label {
                                required property int index
                                readonly property bool key: index % 2 === 0
                                readonly property string words: group.keys[index]

                                objectName: key ? "shortcut_" + words : ""
                                text: words
                                font.family: key ? Theme.mono : Theme.family
                                color: key ? Theme.accent : Theme.text
                                width: key ? 110 : group.width / 2 - 110 - 1.5 * Theme.spaceLarge
                                elide: Text.ElideRight
                            }
                        }
                    }
                }
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
