// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// One change of a key.
ItemDelegate {
    id: row

    required property string recordId
    required property string title
    required property string who
    required property string why
    required property string when
    required property bool present

    objectName: "kvHistory_" + recordId
    implicitHeight: column.implicitHeight + topPadding + bottomPadding
    topPadding: Theme.space
    bottomPadding: Theme.space
    text: title
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.description: who + " " + when

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.border
    }
    contentItem: ColumnLayout {  // qmllint disable deferred-property-id
        id: column

        spacing: Theme.spaceTiny

        RowLayout {
            spacing: Theme.space

            Label {
                text: row.title
                font.weight: Font.DemiBold
            }
            Label {
                visible: row.present
                text: qsTr("in force")
                color: Theme.ok
                font.pixelSize: Theme.fontSmall
            }
            Item {
                Layout.fillWidth: true
            }
            Label {
                text: row.when
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
            }
        }
        Label {
            text: row.who
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        Label {
            visible: row.why !== ""
            text: "“" + row.why + "”"
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
}
