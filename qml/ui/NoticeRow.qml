// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// One thing that happened; a click leads to where it can be seen.
Rectangle {
    id: row

    required property int number
    required property string mark
    required property string title
    required property string text
    required property string time
    required property string link
    property bool closable: true
    property bool compact: false  // narrow, its time left out

    signal openAsked
    signal closeAsked

    implicitWidth: 360
    implicitHeight: grid.implicitHeight + 2 * Theme.space
    radius: Theme.radius
    color: hover.hovered ? Theme.hover : Theme.surface
    border.width: Theme.line
    border.color: activeFocus ? Theme.accent : Theme.border
    activeFocusOnTab: true
    Keys.onReturnPressed: openAsked()
    Keys.onEnterPressed: openAsked()
    Keys.onSpacePressed: openAsked()
    Accessible.role: Accessible.Notification
    Accessible.name: title + ". " + text

    HoverHandler {
        id: hover
    }
    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: row.openAsked()
    }
    GridLayout {
        id: grid

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: row.compact ? Theme.space : Theme.spaceMedium
        anchors.rightMargin: Theme.spaceSmall
        columnSpacing: Theme.space
        rowSpacing: Theme.spaceTiny

        StateMark {
            kind: row.mark
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: Theme.spaceTiny
        }
        Label {
            text: row.title
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        Label {
            visible: !row.compact
            text: row.time
            color: Theme.muted
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            Layout.alignment: Qt.AlignTop
        }
        IconButton {
            objectName: "noticeClose_" + row.number
            visible: row.closable
            iconName: "close"
            hint: qsTr("Close")
            Layout.alignment: Qt.AlignTop
            Layout.rowSpan: row.compact ? 1 : 2
            onClicked: row.closeAsked()
        }
        Label {
            visible: row.text !== ""
            text: row.text
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.Wrap
            maximumLineCount: row.compact ? 5 : 3
            elide: Text.ElideRight
            Layout.row: 1
            Layout.column: row.compact ? 0 : 1
            Layout.columnSpan: row.compact ? 4 : 2
            Layout.fillWidth: true
        }
    }
}
