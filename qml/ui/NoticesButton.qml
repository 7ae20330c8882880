// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// What happened lately, and the switch that keeps quiet about it.
IconButton {
    id: bell

    required property Notices notices

    objectName: "noticesButton"
    iconName: "bell"
    hint: notices.unread > 0 ? qsTr("Notifications, %1 new").arg(notices.unread) : qsTr("Notifications")
    tint: notices.unread > 0 && notices.enabled ? Theme.accent : Theme.muted
    ToolTip.visible: hovered && !list.visible
    onClicked: {
        list.open()
        notices.markRead()
    }

    Rectangle {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.spaceSmall
        visible: bell.notices.unread > 0 && bell.notices.enabled
        width: Theme.space - Theme.spaceTiny
        height: width
        radius: width / 2
        color: Theme.bad
    }
    Popup {
        id: list

        objectName: "noticesPopup"
        x: bell.width - width
        y: bell.height + Theme.spaceSmall
        width: 420
        padding: Theme.space
        focus: true
        onOpened: {
            rows.currentIndex = 0
            rows.forceActiveFocus()
        }

        ColumnLayout {
            width: list.availableWidth
            spacing: Theme.space

            RowLayout {
                Label {
                    text: qsTr("Notifications")
                    font.weight: Font.DemiBold
                    Layout.fillWidth: true
                }
                Switch {
                    objectName: "noticesSwitch"
                    text: qsTr("show them")
                    checked: bell.notices.enabled
                    onToggled: bell.notices.enabled = checked
                }
            }
            Label {
                visible: rows.count === 0
                text: qsTr("Nothing yet. Publishes of others, lost nodes and proxies and rising errors are told here, in the window and on the desktop.")
                color: Theme.muted
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
            ListView {
                id: rows

                objectName: "noticesList"
                clip: true
                focus: true
                activeFocusOnTab: true
                spacing: Theme.spaceSmall
                model: bell.notices.recent
                boundsBehavior: Flickable.StopAtBounds
                Layout.fillWidth: true
                Layout.preferredHeight: Math.min(420, contentHeight)
                ScrollBar.vertical: ScrollBar {}
                delegate: NoticeRow {
                    width: ListView.view.width
                    closable: false
                    onOpenAsked: {
                        list.close()
                        bell.notices.open(number)
                    }
                }
            }
        }
    }
}
