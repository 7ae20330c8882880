// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// An instance: where it is, what it says of itself, its state now and since the console watches.
ItemDelegate {
    id: row

    required property string rowId
    required property string title
    required property string kind
    required property string stateText
    required property string address
    required property string about
    required property var strip
    required property string flaps
    required property string changed
    required property bool open

    required property RowSelection marked

    signal chosen
    signal menuAsked

    objectName: "catalogInstance_" + title
    implicitHeight: 2 * Theme.rowHeight - Theme.spaceSmall
    text: title
    focusPolicy: Qt.NoFocus  // keys are the list's
    highlighted: marked.has(rowId, marked.revision)
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.description: row.stateText
    Accessible.selectable: true
    Accessible.selected: highlighted
    Accessible.checkable: true
    Accessible.checked: open

    RowTaps {
        rows: row.marked
        rowId: row.rowId
        plain: false
        onChosen: row.chosen()
    }

    contentItem: RowLayout {
        spacing: Theme.space

        Style.Icon {
            name: "chevron"
            rotation: row.open ? 0 : -90
        }
        StateMark {
            kind: row.kind
            label: row.stateText
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            RowLayout {
                spacing: Theme.spaceMedium
                Layout.fillWidth: true

                Label {
                    text: row.title
                    font.family: Theme.mono
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                    Layout.maximumWidth: Math.ceil(implicitWidth)
                }
                Label {
                    text: row.address
                    color: Theme.muted
                    font.family: Theme.mono
                    font.pixelSize: Theme.fontSmall
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                }
            }
            Label {
                text: row.about
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }
        ColumnLayout {
            spacing: Theme.spaceTiny
            Layout.preferredWidth: 170
            Layout.fillWidth: false

            RowLayout {
                spacing: Theme.space
                Layout.fillWidth: true

                Label {
                    text: row.stateText
                    color: row.kind === "bad" ? Theme.bad : Theme.text
                    font.pixelSize: Theme.fontSmall
                    Layout.fillWidth: true
                }
                Label {
                    text: row.flaps
                    color: Theme.muted
                    font.pixelSize: Theme.fontSmall
                    ToolTip.text: qsTr("Last change: %1").arg(row.changed)
                    ToolTip.visible: row.flaps !== "" && row.hovered
                }
            }
            CatalogStrip {
                parts: row.strip
                Layout.fillWidth: true
            }
        }
        ToolButton {
            objectName: "catalogMenu_" + row.title
            text: "⋯"
            implicitWidth: Theme.controlHeight
            Accessible.name: qsTr("Actions on %1").arg(row.title)
            onClicked: row.menuAsked()
        }
    }
}
