// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.Theme

// Text in a fixed font with line numbers; `problems` ([{offset, length, line, message}]) are underlined.
Rectangle {
    id: area

    property string text
    property var problems: []
    property alias editor: edit
    property bool readOnly: false

    signal edited(text: string)

    radius: Theme.radius
    color: Theme.dark ? Theme.window : Theme.surface
    border.width: edit.activeFocus ? Theme.focusLine : Theme.line
    border.color: problems.length > 0 ? Theme.bad : edit.activeFocus ? Theme.accent : Theme.border

    FontMetrics {
        id: metrics

        font: edit.font
    }
    Flickable {
        id: flick

        anchors.fill: parent
        anchors.margins: Theme.spaceSmall
        clip: true
        contentWidth: Math.max(width, edit.x + edit.contentWidth + Theme.spaceLarge)
        contentHeight: Math.max(height, edit.contentHeight)
        boundsBehavior: Flickable.StopAtBounds
        ScrollBar.vertical: ScrollBar {}
        ScrollBar.horizontal: ScrollBar {}

        Column {
            id: numbers

            Repeater {
                model: edit.lineCount

                NumberText {
                    required property int index

                    width: 26
                    height: metrics.height
                    text: index + 1
                    color: area.problems.some(problem => problem.line === index + 1) ? Theme.bad : Theme.muted
                    font.pixelSize: Theme.fontSmall
                }
            }
        }
        TextEdit {
            id: edit

            function showCursor() {
                const box = cursorRectangle
                if (box.y < flick.contentY)
                    flick.contentY = box.y
                else if (box.y + box.height > flick.contentY + flick.height)
                    flick.contentY = box.y + box.height - flick.height
            }

            objectName: area.objectName + "Edit"
            x: 26 + Theme.space
            width: Math.max(contentWidth, flick.width - x)
            height: Math.max(contentHeight, flick.height)
            readOnly: area.readOnly
            color: Theme.text
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            selectionColor: Theme.accentFill
            selectedTextColor: Theme.accentText
            selectByMouse: true
            textFormat: TextEdit.PlainText
            activeFocusOnTab: true
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("Text")
            onTextChanged: if (activeFocus && text !== area.text) area.edited(text)
            onCursorRectangleChanged: showCursor()
            Keys.onTabPressed: event => {
                event.accepted = !area.readOnly
                insert(cursorPosition, "  ")
            }
        }
        Binding {
            target: edit
            property: "text"
            value: area.text
            when: !edit.activeFocus
            restoreMode: Binding.RestoreNone
        }
        Repeater {
            model: area.problems

            Rectangle {
                required property var modelData
                readonly property rect begin: edit.positionToRectangle(Math.min(modelData.offset, edit.length))
                readonly property rect end: edit.positionToRectangle(
                    Math.min(modelData.offset + Math.max(1, modelData.length), edit.length))

                x: edit.x + begin.x
                y: begin.y + begin.height - Theme.focusLine
                width: Math.max(metrics.averageCharacterWidth, end.y === begin.y ? end.x - begin.x : 0)
                height: Theme.focusLine
                color: Theme.bad
            }
        }
    }
}
