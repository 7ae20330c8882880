// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme

// What to look for, as one types. `filter` is the text in force; `edited` asks for another. With a guide it offers
// fields and values (Down and Enter, Tab, or a click take one) and frames in green what is right, in red what is not.
Style.TextField {
    id: field

    property string filter
    property FilterGuide guide: null
    property list<string> offered
    readonly property bool offering: popup.visible
    readonly property string problem: guide !== null ? guide.problem(text) : ""

    signal edited(text: string)

    function take(offer: string) {
        const tail = text.length - cursorPosition
        const next = guide.take(text, cursorPosition, offer)
        text = next
        cursorPosition = Math.max(0, next.length - tail)
        edited(next)
        look()
    }
    function look() {
        offered = guide !== null && activeFocus ? guide.offers(text, cursorPosition) : []
        view.currentIndex = -1
    }

    leftPadding: Theme.space + Theme.iconSize + Theme.spaceSmall
    rightPadding: Theme.space + Theme.iconSize + Theme.spaceSmall
    maximumLength: 500
    Accessible.role: Accessible.EditableText
    Accessible.name: placeholderText
    Accessible.description: problem
    ToolTip.text: problem
    ToolTip.visible: problem !== "" && (hovered || activeFocus)
    onTextEdited: {
        edited(text)
        look()
    }
    onActiveFocusChanged: look()
    onFilterChanged: if (text !== filter) text = filter
    Keys.onDownPressed: event => {
        event.accepted = offered.length > 0
        view.currentIndex = Math.min(view.currentIndex + 1, view.count - 1)
    }
    Keys.onUpPressed: view.currentIndex = Math.max(view.currentIndex - 1, -1)
    Keys.onTabPressed: event => {
        event.accepted = popup.visible && text !== ""
        if (event.accepted)
            take(offered[Math.max(0, view.currentIndex)])
    }
    Keys.onReturnPressed: event => {
        event.accepted = popup.visible && view.currentIndex >= 0
        if (event.accepted)
            take(offered[view.currentIndex])
        else
            offered = []
    }
    Keys.onEscapePressed: event => {
        event.accepted = popup.visible || text !== ""
        if (popup.visible && text !== "")
            offered = []
        else
            edited("")
    }

    Rectangle {
        objectName: field.objectName + "Mark"
        anchors.fill: parent
        visible: field.guide !== null && field.text !== ""
        radius: Theme.radius
        color: "transparent"
        border.width: field.activeFocus ? Theme.focusLine : Theme.line
        border.color: field.problem !== "" ? Theme.bad : Theme.ok
    }
    Style.Icon {
        x: Theme.space
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        color: field.problem !== "" ? Theme.bad : field.activeFocus ? Theme.accent : Theme.muted
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
    Popup {
        id: popup

        objectName: field.objectName + "Popup"
        y: field.height + Theme.spaceTiny
        width: Math.max(field.width, 200)
        padding: Theme.spaceSmall
        height: view.contentHeight + 2 * padding
        visible: field.activeFocus && field.offered.length > 0 && field.enabled
        closePolicy: Popup.NoAutoClose

        ListView {
            id: view

            objectName: field.objectName + "Offers"
            anchors.fill: parent
            implicitHeight: contentHeight
            model: field.offered
            highlightMoveDuration: 0
            delegate: ItemDelegate {
                required property int index
                required property string modelData

                objectName: field.objectName + "Offer_" + index
                width: ListView.view.width
                text: modelData
                focusPolicy: Qt.NoFocus
                highlighted: ListView.isCurrentItem
                onClicked: field.take(modelData)
            }
        }
    }
}
