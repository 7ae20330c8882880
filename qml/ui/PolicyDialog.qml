// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Who counts as the same user, by what the default sticks, which instances are a version.
Dialog {
    id: dialog

    required property TrafficViewModel vm
    readonly property PolicySettings settings: vm.settings
    property bool dropping: false  // Escape was pressed over something edited; once more drops it

    objectName: "policyDialog"
    anchors.centerIn: Overlay.overlay
    width: Math.min(860, Overlay.overlay ? Overlay.overlay.width - 2 * Theme.spaceLarge : 860)
    height: Math.min(implicitHeight, Overlay.overlay ? Overlay.overlay.height - 2 * Theme.spaceLarge : implicitHeight)
    modal: true
    focus: true
    title: qsTr("Users and versions of %1").arg(vm.service)
    closePolicy: Popup.CloseOnEscape
    onOpened: {
        dropping = false
        scroller.contentY = 0
    }

    component Head: Label {
        font.weight: Font.DemiBold
        Layout.topMargin: Theme.space
    }
    component Hint: Label {
        color: Theme.muted
        font.pixelSize: Theme.fontSmall
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.space
        Keys.onEscapePressed: event => {
            event.accepted = dialog.settings.isEdited() && !dialog.dropping
            dialog.dropping = true
        }

        // What is long scrolls, so that problems and buttons stay in the window.
        Item {
            implicitHeight: upper.implicitHeight
            Layout.fillWidth: true
            Layout.fillHeight: true

            Flickable {
                id: scroller

                // Where Tab leads is seen.
                readonly property Item reached: Window.activeFocusItem

                function holds(item: Item): bool {
                    return item !== null && (item === upper || holds(item.parent))
                }

                objectName: "policyScroller"
                anchors.fill: parent
                clip: true
                contentHeight: upper.height
                boundsBehavior: Flickable.StopAtBounds
                onReachedChanged: {
                    if (!holds(reached))
                        return
                    const top = reached.mapToItem(upper, 0, 0).y
                    contentY = Math.max(Math.min(contentY, top), top + reached.height - height)
                }
                ScrollBar.vertical: ScrollBar {  // in the dialog's margin: nothing gives way to it
                    objectName: "policyScrollBar"
                    parent: scroller.parent
                    anchors.left: scroller.right
                    anchors.top: scroller.top
                    anchors.bottom: scroller.bottom
                }

                ColumnLayout {
                    id: upper

                    width: scroller.width
                    spacing: Theme.space

                    Head {
                        text: qsTr("Who is the user")
                    }
                    Hint {
                        text: qsTr("The first of these that a request has is its user.")
                    }
                    Column {  // not a layout: see PlotCard's legend
                        id: sources

                        spacing: Theme.space
                        Layout.fillWidth: true

                        Repeater {
                            model: dialog.settings.identity

                            RowLayout {
                                id: source

                                required property int index
                                required property int kindIndex
                                required property string kind
                                required property string name

                                width: sources.width
                                spacing: Theme.space

                                NumberText {
                                    text: source.index + 1
                                    color: Theme.muted
                                    Layout.preferredWidth: Theme.spaceLarge
                                }
                                ComboBox {
                                    objectName: "identityKind_" + source.index
                                    model: dialog.settings.identityKinds
                                    textRole: "text"
                                    valueRole: "value"
                                    currentIndex: source.kindIndex
                                    Accessible.name: qsTr("Kind")
                                    Layout.preferredWidth: 140
                                    onActivated: dialog.settings.setIdentityKind(source.index, currentValue)
                                }
                                CompletingField {
                                    objectName: "identityName_" + source.index
                                    value: source.name
                                    placeholderText: qsTr("name")
                                    Accessible.name: qsTr("Name")
                                    Layout.fillWidth: true
                                    onOffersAsked: text => offered = dialog.vm.editor.namesLike(source.kind, text)
                                    onEdited: text => dialog.settings.setIdentityName(source.index, text)
                                }
                                IconButton {
                                    objectName: "identityUp_" + source.index
                                    enabled: source.index > 0
                                    iconName: "arrow"
                                    rotation: -90
                                    hint: qsTr("Ask before the one above")
                                    onClicked: dialog.settings.moveIdentity(source.index, source.index - 1)
                                }
                                IconButton {
                                    objectName: "identityRemove_" + source.index
                                    iconName: "close"
                                    hint: qsTr("Remove")
                                    onClicked: dialog.settings.removeIdentity(source.index)
                                }
                            }
                        }
                    }
                    Button {
                        objectName: "addIdentityButton"
                        flat: true
                        text: qsTr("Add a source")
                        onClicked: dialog.settings.addIdentity()
                    }
                    Head {
                        text: qsTr("What the default sticks to")
                    }
                    RowLayout {
                        spacing: Theme.space

                        ComboBox {
                            objectName: "defaultStickBy"
                            model: dialog.settings.stickChoices
                            textRole: "text"
                            valueRole: "value"
                            currentIndex: dialog.settings.stickIndex
                            Accessible.name: qsTr("Sticky by")
                            Layout.preferredWidth: 140
                            onActivated: dialog.settings.setStickBy(currentValue)
                        }
                        CompletingField {
                            objectName: "defaultStickName"
                            visible: dialog.settings.stickNeedsName
                            value: dialog.settings.stickName
                            placeholderText: qsTr("name")
                            Accessible.name: qsTr("Name")
                            Layout.preferredWidth: 200
                            onOffersAsked: text => offered = dialog.vm.editor.namesLike(dialog.settings.stickChoices[dialog.settings.stickIndex].value, text)
                            onEdited: text => dialog.settings.setStickName(text)
                        }
                        Hint {
                            text: qsTr("The same one always gets the same version, as long as the shares stay.")
                        }
                    }
                    Head {
                        text: qsTr("Versions")
                    }
                    Hint {
                        text: qsTr("Instances belong to a version by their labels in Consul: version=v2, zone=a*. The stable one answers where another cannot.")
                    }
                    Column {  // not a layout: see PlotCard's legend
                        id: versionRows

                        spacing: Theme.space
                        Layout.fillWidth: true

                        Repeater {
                            model: dialog.settings.versions

                            RowLayout {
                                id: version

                                required property int index
                                required property string name
                                required property string select
                                required property int balanceIndex
                                required property bool stable

                                width: versionRows.width
                                spacing: Theme.space

                                RadioButton {
                                    objectName: "versionStable_" + version.index
                                    checked: version.stable
                                    ToolTip.text: qsTr("stable")
                                    ToolTip.visible: hovered
                                    Accessible.name: qsTr("Stable version")
                                    onClicked: dialog.settings.setStable(version.index)
                                }
                                CompletingField {
                                    objectName: "versionName_" + version.index
                                    value: version.name
                                    placeholderText: qsTr("name")
                                    Accessible.name: qsTr("Name")
                                    Layout.preferredWidth: 130
                                    onEdited: text => dialog.settings.renameVersion(version.index, text)
                                }
                                CompletingField {
                                    objectName: "versionSelect_" + version.index
                                    value: version.select
                                    placeholderText: "version=v2"
                                    Accessible.name: qsTr("Labels of its instances")
                                    Layout.fillWidth: true
                                    onEdited: text => dialog.settings.setSelect(version.index, text)
                                }
                                ComboBox {
                                    objectName: "versionBalance_" + version.index
                                    model: dialog.settings.balances
                                    textRole: "text"
                                    valueRole: "value"
                                    currentIndex: version.balanceIndex
                                    Accessible.name: qsTr("Balance")
                                    Layout.preferredWidth: 140
                                    onActivated: dialog.settings.setBalance(version.index, currentValue)
                                }
                                IconButton {
                                    objectName: "versionRemove_" + version.index
                                    iconName: "close"
                                    hint: qsTr("Remove")
                                    onClicked: dialog.settings.removeVersion(version.index)
                                }
                            }
                        }
                    }
                    RowLayout {
                        spacing: Theme.spaceLarge

                        Button {
                            objectName: "addVersionButton"
                            flat: true
                            text: qsTr("Add a version")
                            onClicked: dialog.settings.addVersion()
                        }
                        Switch {
                            objectName: "failingSwitch"
                            checked: dialog.settings.failing
                            text: qsTr("Answer 503 when a version has no instance, instead of using the stable one")
                            onToggled: dialog.settings.failing = checked
                        }
                    }
                }
            }
        }
        Column {  // not a layout: see PlotCard's legend
            id: problems

            visible: dialog.settings.problems.length > 0
            spacing: Theme.space
            Layout.fillWidth: true

            Repeater {
                model: dialog.settings.problems

                Label {
                    required property string modelData
                    required property int index

                    objectName: "settingsProblem_" + index
                    visible: index < 5
                    text: modelData
                    color: Theme.bad
                    font.pixelSize: Theme.fontSmall
                    wrapMode: Text.Wrap
                    width: problems.width
                }
            }
        }
    }
    footer: DialogFooter {
        Label {
            objectName: "policyDropHint"
            visible: dialog.dropping
            text: qsTr("Escape once more drops what you changed.")
            color: Theme.warn
        }
        Button {
            objectName: "cancelSettingsButton"
            text: qsTr("Cancel")
            flat: true
            onClicked: dialog.close()
        }
        Button {
            objectName: "acceptSettingsButton"
            text: qsTr("Take into the draft")
            enabled: dialog.settings.acceptable
            highlighted: true
            onClicked: {
                dialog.vm.acceptSettings()
                dialog.close()
            }
        }
    }
}
