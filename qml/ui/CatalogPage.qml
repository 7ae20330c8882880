// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Services at the left, the instances and checks of the selected one at the right.
Item {
    id: page

    required property CatalogViewModel vm
    readonly property Item mainItem: page.vm.byNode ? nodes : services

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
            title: qsTr("Catalog")
            subtitle: page.vm.summary
            Layout.fillWidth: true

            SegmentedButtons {
                namePrefix: "catalogView"
                model: [{ value: "services", text: qsTr("Services") }, { value: "nodes", text: qsTr("Nodes") }]
                current: page.vm.byNode ? "nodes" : "services"
                onPicked: value => page.vm.byNode = value === "nodes"
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        SplitView {
            id: split

            opacity: page.vm.state === PageViewModel.Stale ? 0.6 : 1
            Layout.fillWidth: true
            Layout.fillHeight: true

            onResizingChanged: if (!resizing) page.vm.listWidth = list.width
            handle: Item {
                objectName: "catalogParting"
                implicitWidth: Theme.spaceMedium

                Rectangle {
                    anchors.centerIn: parent
                    width: Theme.focusLine
                    height: 2 * Theme.rowHeight
                    radius: width / 2
                    color: parent.SplitHandle.hovered || parent.SplitHandle.pressed ? Theme.accent : Theme.border
                }
            }

            Card {
                id: list

                objectName: "catalogList"

                SplitView.preferredWidth: page.vm.listWidth
                SplitView.minimumWidth: 220

                TableFilterField {
                    id: filter

                    objectName: "catalogFilter"
                    placeholderText: qsTr("Filter, such as  chat  version:v2  meta:zone=a")
                    Accessible.name: page.vm.byNode ? qsTr("Filter nodes") : qsTr("Filter services")
                    filter: page.vm.filter
                    guide: page.vm.guide
                    Layout.fillWidth: true
                    onEdited: text => page.vm.filter = text
                    // Down takes an offer as long as there is one.
                    Keys.onDownPressed: if (!filter.offering) page.vm.moveSelection(1)
                    Keys.onUpPressed: if (!filter.offering) page.vm.moveSelection(-1)
                }
                ListView {
                    id: services

                    objectName: "catalogServices"
                    visible: !page.vm.byNode
                    clip: true
                    activeFocusOnTab: true
                    boundsBehavior: Flickable.StopAtBounds
                    model: page.vm.services
                    currentIndex: page.vm.selectedIndex
                    highlightMoveDuration: 0
                    keyNavigationEnabled: false
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Services")
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Keys.onDownPressed: page.vm.moveSelection(1)
                    Keys.onUpPressed: page.vm.moveSelection(-1)
                    ScrollBar.vertical: ScrollBar {}

                    delegate: CatalogServiceRow {
                        width: services.width - Theme.space
                        highlighted: name === page.vm.selected
                        onClicked: page.vm.selected = name
                        onNameChanged: page.vm.want(name)
                        Component.onCompleted: page.vm.want(name)
                    }

                    Label {
                        anchors.centerIn: parent
                        width: parent.width
                        text: page.vm.emptyText
                        color: Theme.muted
                        horizontalAlignment: Text.AlignHCenter
                        wrapMode: Text.Wrap
                    }
                }
                ListView {
                    id: nodes

                    objectName: "catalogNodes"
                    visible: page.vm.byNode
                    clip: true
                    activeFocusOnTab: true
                    boundsBehavior: Flickable.StopAtBounds
                    model: page.vm.nodes
                    currentIndex: page.vm.selectedIndex
                    highlightMoveDuration: 0
                    keyNavigationEnabled: false
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Nodes")
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Keys.onDownPressed: page.vm.moveSelection(1)
                    Keys.onUpPressed: page.vm.moveSelection(-1)
                    ScrollBar.vertical: ScrollBar {}

                    delegate: CatalogNodeRow {
                        width: nodes.width - Theme.space
                        highlighted: name === page.vm.selected
                        onClicked: page.vm.selected = name
                    }
                }
            }
            CatalogInstances {
                vm: page.vm
                SplitView.fillWidth: true
                SplitView.minimumWidth: 420
            }
        }
    }
}
