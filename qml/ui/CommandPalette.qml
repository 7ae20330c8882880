// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Everything by its name: pages, actions, services, rules, instances, users. Not called by the id `palette`: controls
// have a property of that name.
Popup {
    id: root

    required property PaletteModel model

    function run(row: int) {
        close()
        model.run(row)
    }

    objectName: "commandPalette"
    parent: Overlay.overlay
    x: parent ? (parent.width - width) / 2 : 0
    y: 72
    width: 620
    height: Math.min(460, input.height + Math.max(list.contentHeight, nothing.visible ? Theme.rowHeight : 0) + 3 * Theme.space + Theme.spaceSmall)
    padding: Theme.space
    modal: true
    focus: true
    onAboutToShow: {
        model.begin()
        input.clear()
        list.currentIndex = 0
        input.forceActiveFocus()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.space

        TextField {
            id: input

            objectName: "paletteInput"
            placeholderText: qsTr("Page, action, service, rule, instance, user or link")
            Accessible.name: placeholderText
            Layout.fillWidth: true
            onTextEdited: {
                root.model.typed = text
                list.currentIndex = 0
            }
            onAccepted: root.run(list.currentIndex)
            Keys.onDownPressed: list.currentIndex = Math.min(list.currentIndex + 1, list.count - 1)
            Keys.onUpPressed: list.currentIndex = Math.max(list.currentIndex - 1, 0)
        }
        ListView {
            id: list

            objectName: "paletteList"
            clip: true
            model: root.model
            highlightMoveDuration: 0
            boundsBehavior: Flickable.StopAtBounds
            Layout.fillWidth: true
            Layout.fillHeight: true
            ScrollBar.vertical: ScrollBar {}

            Label {
                id: nothing

                objectName: "paletteNothing"
                anchors.left: parent.left
                anchors.leftMargin: Theme.spaceMedium
                anchors.verticalCenter: parent.verticalCenter
                visible: text !== ""
                text: root.model.emptyText
                color: Theme.muted
            }

            delegate: ItemDelegate {
                id: entry

                required property int index
                required property string title
                required property string group
                required property string shortcut

                objectName: "paletteEntry_" + index
                width: ListView.view.width
                text: title
                highlighted: ListView.isCurrentItem
                Accessible.name: title + ", " + group
                onClicked: root.run(index)

                Row {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.spaceMedium
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.spaceMedium

                    Label {
                        text: entry.group
                        color: Theme.muted
                        font.pixelSize: Theme.fontSmall
                    }
                    Label {
                        visible: text !== ""
                        text: entry.shortcut
                        color: Theme.muted
                        font.family: Theme.mono
                        font.pixelSize: Theme.fontSmall
                    }
                }
            }
        }
    }
}
