// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Halftone.Style as Style
import Halftone.Theme

// A text field that offers what fits as one types: its user answers offersAsked by setting `offered`. Down and
// Enter, or a click, take one.
Style.TextField {
    id: field

    property string value
    property list<string> offered
    // Taking an offer replaces only what follows the last comma.
    property bool list: false

    signal edited(text: string)
    signal offersAsked(text: string)

    function take(offer: string) {
        const head = list && text.includes(",") ? text.slice(0, text.lastIndexOf(",") + 1) + " " : ""
        text = head + offer
        offered = []
        edited(text)
    }
    function offer() {
        offered = []
        if (activeFocus)
            offersAsked(text)
        view.currentIndex = -1
    }

    onTextEdited: {
        edited(text)
        offer()
    }
    onActiveFocusChanged: offer()
    Keys.onDownPressed: view.currentIndex = Math.min(view.currentIndex + 1, view.count - 1)
    Keys.onUpPressed: view.currentIndex = Math.max(view.currentIndex - 1, -1)
    Keys.onReturnPressed: event => {
        event.accepted = view.currentIndex >= 0
        if (event.accepted)
            take(offered[view.currentIndex])
    }
    Keys.onEscapePressed: event => {
        event.accepted = popup.visible
        offered = []
    }

    Binding {
        target: field
        property: "text"
        value: field.value
        when: !field.activeFocus
        restoreMode: Binding.RestoreNone
    }
    Popup {
        id: popup

        y: field.height + Theme.spaceTiny
        width: Math.max(field.width, 200)
        padding: Theme.spaceSmall
        height: view.contentHeight + 2 * padding
        visible: field.activeFocus && field.offered.length > 0
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

                width: ListView.view.width
                text: modelData
                highlighted: ListView.isCurrentItem
                onClicked: field.take(modelData)
            }
        }
    }
}
