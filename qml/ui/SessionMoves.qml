// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The moves that run, and the nodes that take no new sessions; each can be stopped or taken back.
Card {
    id: card

    required property SessionActions actions
    property string orderError

    signal stopWanted(key: string, title: string)
    signal reopenWanted(source: string, node: string)

    objectName: "sessionMoves"
    padding: Theme.space

    Column {  // not a layout: see PlotCard's legend
        id: moves

        spacing: Theme.space
        visible: card.actions.running.moves.count > 0
        Layout.fillWidth: true

        Repeater {
            model: card.actions.running.moves

            SessionMoveRow {
                id: row

                required property string key

                readOnly: card.actions.readOnly
                onStopped: card.stopWanted(row.key, row.title)
                width: moves.width
                height: Theme.rowHeight
            }
        }
    }
    Column {  // not a layout: see PlotCard's legend
        id: closed

        spacing: Theme.space
        visible: card.actions.running.closed.count > 0
        Layout.fillWidth: true

        Repeater {
            model: card.actions.running.closed

            RowLayout {
                id: node

                required property string source
                required property string node
                required property string version
                required property string text

                spacing: Theme.space
                width: closed.width
                height: Theme.rowHeight

                StateMark {
                    kind: "pause"
                }
                Label {
                    text: node.node
                    font.weight: Font.DemiBold
                }
                VersionChip {
                    version: node.version
                }
                Label {
                    text: node.text
                    color: Theme.muted
                    elide: Text.ElideRight
                    Layout.fillWidth: true
                }
                Button {
                    objectName: "sessionsReopen_" + node.node
                    enabled: !card.actions.readOnly
                    text: qsTr("Back to service")
                    Accessible.name: qsTr("Let %1 take new sessions").arg(node.node)
                    onClicked: card.reopenWanted(node.source, node.node)
                }
            }
        }
    }
    RowLayout {
        visible: card.orderError !== ""
        spacing: Theme.space
        Layout.fillWidth: true

        StateMark {
            kind: "bad"
        }
        Label {
            objectName: "sessionsOrderError"
            text: card.orderError
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
}
