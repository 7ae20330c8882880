// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Who did what, when, from where.
Item {
    id: page

    required property AuditViewModel vm

    readonly property Item mainItem: list

    Shortcut {
        sequences: ["Ctrl+F"]
        enabled: page.vm.shown
        onActivated: filter.forceActiveFocus()
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

        PageHeader {
            title: qsTr("Audit")
            subtitle: page.vm.countText
            Layout.fillWidth: true

            TableFilterField {
                id: filter

                objectName: "auditFilter"
                placeholderText: qsTr("Filter, such as  who:li  what:chat  action=publish  revision>5")
                filter: page.vm.filter
                guide: page.vm.guide
                Layout.preferredWidth: 460
                onEdited: text => page.vm.filter = text
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        Card {
            opacity: page.vm.state === PageViewModel.Stale ? Theme.staleOpacity : 1
            Layout.fillWidth: true
            Layout.fillHeight: true

            SelectionBar {
                rows: page.vm.marked
                Layout.fillWidth: true

                Button {
                    objectName: "auditMarkedJson"
                    flat: true
                    text: qsTr("Copy as JSON")
                    onClicked: page.vm.copyMarkedJson()
                }
                Button {
                    objectName: "auditMarkedText"
                    flat: true
                    text: qsTr("Copy as text")
                    onClicked: page.vm.copyMarkedText()
                }
            }
            RowKeys {
                id: keys

                rows: page.vm.marked
                page: Math.max(1, Math.floor(list.height / Theme.rowHeight) - 2)
            }
            AuditRow {
                heading: true
                rows: page.vm.marked
                key: ""
                index: -1
                time: qsTr("when")
                who: qsTr("who")
                action: qsTr("did")
                what: qsTr("what")
                why: qsTr("why")
                from: qsTr("from where")
                revision: 0
                Layout.fillWidth: true
                Layout.rightMargin: Theme.space
            }
            ListView {
                id: list

                objectName: "auditList"
                clip: true
                model: page.vm.entries
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                keyNavigationEnabled: false
                currentIndex: page.vm.marked.currentIndex
                highlightMoveDuration: 0
                Accessible.role: Accessible.Table
                Accessible.name: qsTr("Audit")
                Keys.onPressed: event => {
                    if (keys.take(event))
                        positionViewAtIndex(Math.max(0, currentIndex), ListView.Contain)
                    else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                        page.vm.openPolicy(currentIndex)
                    else if (event.key === Qt.Key_C && event.modifiers === Qt.ControlModifier)
                        page.vm.copyMarkedJson()
                    else
                        return
                    event.accepted = true
                }
                onActiveFocusChanged: if (activeFocus && page.vm.marked.current === "") page.vm.marked.move(1, false)
                Layout.fillWidth: true
                Layout.fillHeight: true
                ScrollBar.vertical: ScrollBar {}
                delegate: AuditRow {
                    objectName: "auditRow_" + index
                    width: ListView.view.width - Theme.space
                    rows: page.vm.marked
                    onChosen: list.forceActiveFocus()
                    onPolicyAsked: page.vm.openPolicy(index)
                    onCopyAsked: page.vm.copyJson(index)
                }

                FocusRing {
                    view: list
                }

                Label {
                    anchors.centerIn: parent
                    visible: list.count === 0 && page.vm.state === PageViewModel.Ready
                    text: page.vm.filter === "" ? qsTr("Nothing has been done yet.") : qsTr("Nothing fits the filter.")
                    color: Theme.muted
                }
            }
            RowLayout {
                visible: list.count > 0
                spacing: Theme.space
                Layout.fillWidth: true

                Label {
                    objectName: "auditReach"
                    text: page.vm.reachText
                    color: Theme.muted
                    elide: Text.ElideRight
                    leftPadding: Theme.space
                    Layout.fillWidth: true
                }
                Button {
                    objectName: "auditOlder"
                    visible: page.vm.older > 0
                    flat: true
                    text: qsTr("Show older")
                    onClicked: page.vm.loadOlder()
                }
            }
        }
    }
}
