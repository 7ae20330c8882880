// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// Every open chat session, and how they spread over the versions.
Item {
    id: page

    required property SessionsViewModel vm
    readonly property Item mainItem: table

    Shortcut {
        sequences: ["Ctrl+F"]
        enabled: page.vm.shown
        onActivated: filter.forceActiveFocus()
    }
    Connections {
        target: page.vm

        function onDialogAsked(name: string) {
            if (name === "drain")
                page.vm.actions.beginDrain("node", "")
            else if (name === "kick")
                page.vm.actions.beginKick()
            else
                page.vm.actions.beginMove()
            if (name === "kick")
                kickDialog.open()
            else
                moveDialog.open()
        }
    }
    SessionMoveDialog {
        id: moveDialog

        actions: page.vm.actions
        word: page.vm.service.current
    }
    SessionKickDialog {
        id: kickDialog

        actions: page.vm.actions
        word: page.vm.service.current
    }
    SessionStopDialog {
        id: stopDialog

        actions: page.vm.actions
        word: page.vm.service.current
    }
    SessionTailDialog {
        id: tailDialog

        frames: page.vm.frames
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

        PageHeader {
            title: qsTr("Sessions")
            subtitle: page.vm.nodesText
            Layout.fillWidth: true

            Label {
                objectName: "sessionsReadOnly"
                visible: page.vm.actions.readOnly
                text: qsTr("This connection is for reading only: sessions cannot be moved or closed.")
                color: Theme.muted
            }
            Button {
                objectName: "sessionsDrain"
                enabled: page.vm.table.total > 0 && !page.vm.actions.readOnly
                text: qsTr("Drain…")
                ToolTip.text: qsTr("Move the sessions of a node, a version, a room or a user elsewhere")
                ToolTip.visible: hovered
                onClicked: {
                    page.vm.actions.beginDrain("node", "")
                    moveDialog.open()
                }
            }
            ServicePicker {
                objectName: "sessionsService"
                choice: page.vm.service
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        SessionsSummary {
            vm: page.vm
            visible: page.vm.versions.count > 0
            onCloseDriftWanted: {
                page.vm.actions.beginCloseDrift()
                moveDialog.open()
            }
            Layout.fillWidth: true
        }
        SessionMoves {
            actions: page.vm.actions
            visible: page.vm.actions.running.present || orderError !== ""
            orderError: moveDialog.opened || kickDialog.opened ? "" : page.vm.actions.error
            onStopWanted: (key, title) => stopDialog.stop(key, title)
            onReopenWanted: (source, node) => stopDialog.reopen(source, node)
            Layout.fillWidth: true
        }
        Card {
            opacity: page.vm.state === PageViewModel.Stale ? 0.6 : 1
            Layout.fillWidth: true
            Layout.fillHeight: true

            RowLayout {
                spacing: Theme.spaceMedium
                Layout.fillWidth: true

                TableFilterField {
                    id: filter

                    objectName: "sessionsFilter"
                    placeholderText: qsTr("Filter, such as  lobby  user:u18  version:v2  node:chat-1  -room:staff")
                    Accessible.name: qsTr("Filter sessions")
                    filter: page.vm.table.filter
                    guide: page.vm.table.guide
                    Layout.fillWidth: true
                    onEdited: text => page.vm.table.filter = text
                }
                Label {
                    objectName: "sessionsSelected"
                    visible: text !== ""
                    text: page.vm.selectionText
                    color: Theme.accent
                }
                Button {
                    objectName: "sessionsMove"
                    visible: page.vm.selectionText !== ""
                    enabled: !page.vm.actions.readOnly
                    text: qsTr("Move…")
                    onClicked: {
                        page.vm.actions.beginMove()
                        moveDialog.open()
                    }
                }
                Button {
                    objectName: "sessionsKick"
                    visible: page.vm.selectionText !== ""
                    enabled: !page.vm.actions.readOnly
                    text: qsTr("Kick…")
                    onClicked: {
                        page.vm.actions.beginKick()
                        kickDialog.open()
                    }
                }
                NumberText {
                    objectName: "sessionsCount"
                    text: page.vm.countText
                }
                Button {
                    objectName: "sessionsPause"
                    implicitWidth: Theme.controlHeight + Theme.space
                    checkable: true
                    checked: page.vm.paused
                    Accessible.name: page.vm.paused ? qsTr("Go on") : qsTr("Pause the table")
                    ToolTip.text: Accessible.name
                    ToolTip.visible: hovered
                    onToggled: page.vm.paused = checked

                    Style.Icon {
                        anchors.centerIn: parent
                        name: page.vm.paused ? "play" : "pause"
                        color: page.vm.paused ? Theme.accent : Theme.text
                    }
                }
            }
            RowLayout {
                spacing: Theme.spaceMedium
                Layout.fillWidth: true
                Layout.fillHeight: true

                DataTable {
                    id: table

                    objectName: "sessionsTable"
                    prefix: "sessions"
                    table: page.vm.table
                    emptyText: page.vm.state === PageViewModel.Ready ? page.vm.emptyText : ""
                    Accessible.name: qsTr("Sessions")
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                }
                SessionPane {
                    detail: page.vm.detail
                    visible: page.vm.detail.present
                    Layout.preferredWidth: 340
                    Layout.fillHeight: true
                    onClosed: page.vm.table.setCurrentRow(-1)
                    onTailWanted: {
                        page.vm.watchCurrent()
                        tailDialog.open()
                    }
                }
            }
        }
    }
}
