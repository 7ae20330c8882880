// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// A panel with a title and, right of it, controls.
Rectangle {
    id: card

    default property alias content: body.data
    property alias headerItems: headerRow.data
    property string title
    property int padding: Theme.spaceMedium

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.border

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: card.padding
        spacing: Theme.space

        RowLayout {
            visible: card.title !== "" || headerRow.children.length > 0
            spacing: Theme.space
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.rowHeight

            Label {
                visible: card.title !== ""
                text: card.title
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            RowLayout {
                id: headerRow

                spacing: Theme.space
                Layout.fillWidth: card.title === ""
            }
        }
        ColumnLayout {
            id: body

            spacing: Theme.space
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }
}
