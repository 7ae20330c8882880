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
            Button {
                objectName: "auditReload"
                text: qsTr("Read again")
                onClicked: page.vm.reload()
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        Card {
            Layout.fillWidth: true
            Layout.fillHeight: true

            AuditRow {
                heading: true
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
                currentIndex: -1
                highlightMoveDuration: 0
                Accessible.role: Accessible.Table
                Accessible.name: qsTr("Audit")
                Keys.onReturnPressed: page.vm.openPolicy(currentIndex)
                Keys.onEnterPressed: page.vm.openPolicy(currentIndex)
                onActiveFocusChanged: if (activeFocus && currentIndex < 0 && count > 0) currentIndex = 0
                Layout.fillWidth: true
                Layout.fillHeight: true
                ScrollBar.vertical: ScrollBar {}
                delegate: AuditRow {
                    objectName: "auditRow_" + index
                    width: ListView.view.width - Theme.space
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
        }
    }
}
