// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// What was in force, newest first, each beside what is in force now; one click brings it back.
Dialog {
    id: dialog

    required property TrafficViewModel vm
    readonly property PolicyHistory history: vm.history

    objectName: "historyDialog"
    anchors.centerIn: Overlay.overlay
    width: Math.min(1180, Overlay.overlay ? Overlay.overlay.width - 2 * Theme.spaceLarge : 1180)
    height: Math.min(680, Overlay.overlay ? Overlay.overlay.height - 2 * Theme.spaceLarge : 680)
    modal: true
    focus: true
    title: qsTr("History of %1").arg(vm.service)
    closePolicy: Popup.CloseOnEscape
    onOpened: {
        word.clear()
        why.clear()
        history.load()
        list.forceActiveFocus()
    }

    Connections {
        target: dialog.vm

        function onPublished() {
            dialog.close()
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.spaceMedium

        RowLayout {
            spacing: Theme.spaceMedium
            Layout.fillWidth: true
            Layout.fillHeight: true

            ListView {
                id: list

                objectName: "historyList"
                clip: true
                model: dialog.history.entries
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: true
                Layout.preferredWidth: 380
                Layout.fillHeight: true
                ScrollBar.vertical: ScrollBar {}
                onCurrentIndexChanged: if (activeFocus) dialog.history.selectAt(currentIndex)

                delegate: Rectangle {
                    id: row

                    required property int index
                    required property int revision
                    required property string title
                    required property string time
                    required property string who
                    required property string why
                    required property string from
                    required property bool inForce

                    // All of the row in one sentence, for those who hear it.
                    readonly property string sentence: {
                        const parts = [qsTr("Revision %1, published %2 by %3").arg(revision).arg(time).arg(who)]
                        parts.push(why === "" ? qsTr("no message") : qsTr("because “%1”").arg(why))
                        parts.push(qsTr("from %1").arg(from))
                        if (inForce)
                            parts.push(qsTr("in force"))
                        return parts.join(", ")
                    }

                    objectName: "historyRow_" + revision
                    Accessible.role: Accessible.ListItem
                    Accessible.name: sentence
                    Accessible.selectable: true
                    Accessible.selected: dialog.history.selected === revision
                    width: ListView.view.width - Theme.space
                    height: 56
                    radius: Theme.radiusSmall
                    color: dialog.history.selected === revision ? Theme.selection : hover.hovered ? Theme.hover : "transparent"

                    HoverHandler {
                        id: hover
                    }
                    TapHandler {
                        // Takes the press whole: a passive grab would let it through to the page below the dialog.
                        gesturePolicy: TapHandler.ReleaseWithinBounds
                        onTapped: {
                            list.forceActiveFocus()
                            list.currentIndex = row.index
                            dialog.history.selected = row.revision
                        }
                    }
                    ColumnLayout {
                        anchors.fill: parent
                        anchors.margins: Theme.space
                        spacing: Theme.spaceTiny

                        RowLayout {
                            spacing: Theme.space

                            Label {
                                text: row.title
                                font.family: Theme.mono
                                font.weight: Font.DemiBold
                                Layout.preferredWidth: 48
                            }
                            Label {
                                text: row.why === "" ? qsTr("no message") : row.why
                                color: row.why === "" ? Theme.muted : Theme.text
                                elide: Text.ElideRight
                                Layout.fillWidth: true
                            }
                            Label {
                                visible: row.inForce
                                text: qsTr("in force")
                                color: Theme.ok
                                font.pixelSize: Theme.fontSmall
                            }
                        }
                        Label {
                            text: qsTr("%1 · %2 · %3").arg(row.time).arg(row.who).arg(row.from)
                            color: Theme.muted
                            font.pixelSize: Theme.fontSmall
                            elide: Text.ElideRight
                            leftPadding: 48 + Theme.space
                            Layout.fillWidth: true
                        }
                    }
                }
                Label {
                    anchors.centerIn: parent
                    width: parent.width - 2 * Theme.spaceLarge
                    visible: text !== ""
                    text: dialog.history.stateText
                    color: Theme.muted
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignHCenter
                }
            }
            ColumnLayout {
                spacing: Theme.space
                Layout.fillWidth: true
                Layout.fillHeight: true

                RowLayout {
                    spacing: Theme.space

                    Label {
                        text: qsTr("Compare with")
                        color: Theme.muted
                    }
                    ComboBox {
                        id: base

                        objectName: "historyBase"
                        model: dialog.history.bases
                        currentIndex: dialog.history.base
                        Accessible.name: qsTr("Compare with")
                        onActivated: dialog.history.base = currentIndex
                    }
                }
                DiffView {
                    objectName: "historyDiff"
                    leftTitle: base.displayText
                    rightTitle: dialog.history.selected > 0 ? "r" + dialog.history.selected : ""
                    rows: dialog.history.diff
                    Layout.fillWidth: true
                    Layout.fillHeight: true

                    Label {
                        anchors.centerIn: parent
                        visible: dialog.history.diff.length <= 1
                        text: dialog.history.selected === 0 ? qsTr("Choose a revision to see what differs.")
                            : dialog.history.base > 0 ? qsTr("The same.") : qsTr("The same as what is in force.")
                        color: Theme.muted
                    }
                }
            }
        }
        TextField {
            id: why

            objectName: "rollbackWhy"
            visible: dialog.history.canRollBack && !Session.readOnly
            placeholderText: qsTr("Why (kept in the history)")
            maximumLength: 500
            Accessible.name: qsTr("Reason")
            Layout.fillWidth: true
        }
        ProductionWord {
            id: word

            objectName: "rollback"
            word: dialog.vm.service
            Layout.fillWidth: true
        }
    }
    footer: DialogFooter {
        Label {
            visible: text !== ""
            text: dialog.vm.publishError
            color: Theme.bad
        }
        Button {
            objectName: "closeHistoryButton"
            text: qsTr("Close")
            flat: true
            onClicked: dialog.close()
        }
        Button {
            objectName: "takeRevisionButton"
            enabled: dialog.history.selected > 0 && dialog.vm.hasPolicy && !dialog.vm.publishing
            text: qsTr("Take as draft")
            ToolTip.text: qsTr("What it says becomes your draft, to be changed and reviewed; nothing is published.")
            ToolTip.visible: hovered
            onClicked: if (dialog.vm.takeRevision(dialog.history.selected)) dialog.close()
        }
        Button {
            objectName: "rollBackButton"
            enabled: dialog.history.canRollBack && !dialog.vm.publishing && !Session.readOnly && word.ready
            highlighted: true
            text: dialog.history.selected > 0 ? qsTr("Roll back to r%1").arg(dialog.history.selected) : qsTr("Roll back")
            onClicked: dialog.vm.rollBack(dialog.history.selected, why.text)
        }
    }
}
