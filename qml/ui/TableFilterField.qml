// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Style as Style
import Halftone.Theme

// What to look for, as one types. `filter` is the text in force; `edited` asks for another.
Style.TextField {
    id: field

    property string filter

    signal edited(text: string)

    leftPadding: Theme.space + Theme.iconSize + Theme.spaceSmall
    rightPadding: Theme.space + Theme.iconSize + Theme.spaceSmall
    maximumLength: 500
    Accessible.role: Accessible.EditableText
    Accessible.name: placeholderText
    onTextEdited: edited(text)
    onFilterChanged: if (text !== filter) text = filter
    Keys.onEscapePressed: event => {
        event.accepted = text !== ""
        edited("")
    }

    Style.Icon {
        x: Theme.space
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        color: field.activeFocus ? Theme.accent : Theme.muted
    }
    ToolButton {
        id: clear

        objectName: field.objectName + "Clear"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: field.text !== ""
        focusPolicy: Qt.NoFocus
        implicitWidth: Theme.controlHeight
        Accessible.name: qsTr("Clear the filter")
        onClicked: field.edited("")

        Style.Icon {
            anchors.centerIn: parent
            name: "close"
            color: clear.hovered ? Theme.text : Theme.muted
        }
    }
}
