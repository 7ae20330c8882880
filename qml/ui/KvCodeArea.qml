// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Theme

// A text to read or edit in a fixed font, coloured where it is JSON.
ScrollView {
    id: view

    property alias text: area.text
    property alias readOnly: area.readOnly
    property string name
    property bool json: false

    signal typed

    // From its beginning.
    function show(value: string) {
        area.text = value
        area.cursorPosition = 0
    }

    clip: true
    contentWidth: availableWidth

    TextArea {
        id: area

        objectName: view.objectName + "Text"
        font.family: Theme.mono
        font.pixelSize: Theme.fontSmall
        textFormat: TextEdit.PlainText
        wrapMode: TextEdit.Wrap
        tabStopDistance: 2 * Theme.space
        persistentSelection: true
        Accessible.name: view.name
        onTextChanged: view.typed()
        onReadOnlyChanged: cursorPosition = 0  // Qt moves it to the end of what can be edited now
    }
    JsonHighlighter {
        textDocument: area.textDocument
        active: view.json
        nameColor: Theme.accent
        stringColor: Theme.ok
        numberColor: Theme.warn
        wordColor: Theme.series[3]
    }
}
