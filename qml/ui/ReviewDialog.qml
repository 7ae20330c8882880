// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// What a publish will change, whom it moves, what looks wrong; and the message that history keeps.
Dialog {
    id: dialog

    required property TrafficViewModel vm
    readonly property bool ready: vm.changed && !vm.publishing && !Session.readOnly && word.ready

    function publish() {
        if (ready)
            vm.publish(message.text)
    }

    objectName: "reviewDialog"
    anchors.centerIn: Overlay.overlay
    width: Math.min(1000, Overlay.overlay ? Overlay.overlay.width - 2 * Theme.spaceLarge : 1000)
    height: Math.min(implicitHeight, Overlay.overlay ? Overlay.overlay.height - 2 * Theme.spaceLarge : implicitHeight)
    modal: true
    focus: true
    title: qsTr("Publish to %1").arg(vm.service)
    closePolicy: vm.publishing ? Popup.NoAutoClose : Popup.CloseOnEscape
    onOpened: {
        word.clear()
        scroller.contentY = 0
        message.forceActiveFocus()
    }
    onClosed: message.clear()

    Connections {
        target: dialog.vm

        function onPublished() {
            dialog.close()
        }
        function onDraftChanged() {
            if (dialog.vm.conflict)
                dialog.close()
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.spaceMedium
        Keys.onPressed: event => {
            if (event.key !== Qt.Key_PageDown && event.key !== Qt.Key_PageUp)
                return
            scroller.scrollBy(event.key === Qt.Key_PageDown ? scroller.height : -scroller.height)
            event.accepted = true
        }

        // What is long scrolls, so that the message and the buttons stay in the window.
        Item {
            implicitHeight: upper.implicitHeight
            Layout.fillWidth: true
            Layout.fillHeight: true

            Flickable {
                id: scroller

                function scrollBy(distance: real) {
                    contentY = Math.max(0, Math.min(contentHeight - height, contentY + distance))
                }

                objectName: "reviewScroller"
                anchors.fill: parent
                clip: true
                contentHeight: upper.height
                boundsBehavior: Flickable.StopAtBounds
                ScrollBar.vertical: ScrollBar {  // in the dialog's margin: nothing gives way to it
                    objectName: "reviewScrollBar"
                    parent: scroller.parent
                    anchors.left: scroller.right
                    anchors.top: scroller.top
                    anchors.bottom: scroller.bottom
                }

                ColumnLayout {
                    id: upper

                    width: scroller.width
                    spacing: Theme.spaceMedium

                    Rectangle {
                        implicitHeight: table.implicitHeight + 2 * Theme.space
                        radius: Theme.radius
                        color: Theme.surfaceAlt
                        Layout.fillWidth: true

                        ColumnLayout {
                            id: table

                            anchors.fill: parent
                            anchors.margins: Theme.space
                            spacing: Theme.spaceTiny

                            RowLayout {
                                spacing: Theme.space

                                Label {
                                    text: qsTr("Change")
                                    color: Theme.muted
                                    font.pixelSize: Theme.fontSmall
                                    Layout.fillWidth: true
                                }
                                ColumnHead {
                                    text: qsTr("in force")
                                    Layout.preferredWidth: 96
                                }
                                ColumnHead {
                                    text: qsTr("draft")
                                    Layout.preferredWidth: 96
                                }
                            }
                            // Positioners, here and below: see PlotCard's legend.
                            Column {
                                id: changes

                                spacing: Theme.spaceTiny
                                Layout.fillWidth: true

                                Repeater {
                                    model: dialog.vm.changes

                                    ChangeRow {
                                        width: changes.width
                                    }
                                }
                            }
                        }
                    }
                    DiffView {
                        objectName: "reviewDiff"
                        leftTitle: qsTr("in force")
                        rightTitle: qsTr("draft")
                        rows: dialog.vm.diff
                        Layout.fillWidth: true
                        Layout.preferredHeight: Math.min(260, 40 + 20 * dialog.vm.diff.length)
                    }
                    Label {
                        objectName: "effectText"
                        text: dialog.vm.effectText
                        wrapMode: Text.Wrap
                        Layout.fillWidth: true
                    }
                    // Its figures come while the dialog is open: it has its room from the beginning, so that the button
                    // stays under the hand.
                    ScrollView {
                        clip: true
                        contentWidth: availableWidth
                        Layout.fillWidth: true
                        Layout.preferredHeight: 84

                        Column {
                            spacing: Theme.spaceSmall

                            Row {
                                spacing: Theme.space

                                Label {
                                    objectName: "impactText"
                                    text: dialog.vm.impactText !== "" ? dialog.vm.impactText : qsTr("No live requests to count on yet.")
                                    color: dialog.vm.impactText !== "" ? Theme.text : Theme.muted
                                    font.weight: dialog.vm.impactText !== "" ? Font.DemiBold : Font.Normal
                                }
                                Label {
                                    objectName: "impactBasis"
                                    text: dialog.vm.impactBasis
                                    color: Theme.muted
                                }
                            }
                            Repeater {
                                model: dialog.vm.impactDetails

                                Label {
                                    required property var modelData

                                    text: modelData.text
                                    color: Theme.muted
                                    font.pixelSize: Theme.fontSmall
                                }
                            }
                        }
                    }
                    Column {
                        id: warnings

                        visible: dialog.vm.warnings.length > 0
                        spacing: Theme.spaceMedium
                        Layout.fillWidth: true

                        Repeater {
                            model: dialog.vm.warnings

                            RowLayout {
                                id: warning

                                required property string modelData

                                width: warnings.width
                                spacing: Theme.space

                                StateMark {
                                    kind: "warn"
                                }
                                Label {
                                    text: warning.modelData
                                    wrapMode: Text.Wrap
                                    Layout.fillWidth: true
                                }
                            }
                        }
                    }
                    Label {
                        visible: dialog.vm.warnings.length === 0
                        text: qsTr("No warnings.")
                        color: Theme.muted
                    }
                }
            }
        }
        TextField {
            id: message

            objectName: "publishMessage"
            enabled: !dialog.vm.publishing && !Session.readOnly
            placeholderText: qsTr("Why? Kept in the history")
            maximumLength: 500
            Accessible.name: qsTr("Message")
            Layout.fillWidth: true
            onAccepted: dialog.publish()
        }
        ProductionWord {
            id: word

            objectName: "publish"
            word: dialog.vm.service
            Layout.fillWidth: true
            onAccepted: dialog.publish()
        }
        Label {
            objectName: "publishReadOnly"
            visible: Session.readOnly
            text: qsTr("This connection is read-only: the draft can be looked at, not published.")
            color: Theme.warn
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        Label {
            objectName: "publishErrorText"
            visible: text !== ""
            text: dialog.vm.publishError
            color: Theme.bad
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
    footer: DialogFooter {
        Button {
            objectName: "cancelPublishButton"
            enabled: !dialog.vm.publishing
            text: qsTr("Cancel")
            flat: true
            onClicked: dialog.close()
        }
        Button {
            objectName: "confirmPublishButton"
            enabled: dialog.ready
            highlighted: true
            text: dialog.vm.publishing ? qsTr("Publishing…") : qsTr("Publish")
            onClicked: dialog.publish()
        }
    }
}
