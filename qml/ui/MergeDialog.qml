// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Two operators changed one policy: all differences, and a choice where they collide.
Dialog {
    id: dialog

    required property TrafficViewModel vm
    readonly property ConflictMerge merge: vm.merge

    objectName: "mergeDialog"
    anchors.centerIn: Overlay.overlay
    width: Math.min(1100, Overlay.overlay ? Overlay.overlay.width - 2 * Theme.spaceLarge : 1100)
    height: Math.min(Math.max(300, list.contentHeight + 220), 620,
                     Overlay.overlay ? Overlay.overlay.height - 2 * Theme.spaceLarge : 620)
    modal: true
    focus: true
    title: qsTr("Put both together")
    closePolicy: Popup.CloseOnEscape

    component Side: Rectangle {
        id: side

        required property string value
        required property bool taken
        property bool pickable: false

        signal picked
        signal reached

        radius: Theme.radiusSmall
        color: taken ? Theme.selection : hover.hovered && pickable ? Theme.hover : "transparent"
        border.width: activeFocus ? Theme.focusLine : Theme.line
        border.color: taken || activeFocus ? Theme.accent : Theme.border
        implicitHeight: words.implicitHeight + 2 * Theme.spaceSmall
        Accessible.role: pickable ? Accessible.RadioButton : Accessible.StaticText
        Accessible.name: words.text
        Accessible.checkable: pickable
        Accessible.checked: taken
        activeFocusOnTab: pickable
        Keys.onSpacePressed: if (pickable) picked()
        onActiveFocusChanged: if (activeFocus) reached()
        Layout.fillWidth: true
        Layout.preferredWidth: 1

        HoverHandler {
            id: hover
        }
        TapHandler {
            // Takes the press whole: a passive grab would let it through to the page below the dialog.
            gesturePolicy: TapHandler.ReleaseWithinBounds
            onTapped: side.picked()
        }
        Label {
            id: words

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            anchors.margins: Theme.space
            text: side.value === "" ? "–" : side.value
            color: side.taken ? Theme.text : Theme.muted
            font.family: Theme.mono
            font.pixelSize: Theme.fontSmall
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            maximumLineCount: 4
            elide: Text.ElideRight
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.space

        Label {
            text: dialog.vm.conflictText + " "
                  + (dialog.merge.conflicts === 0 ? qsTr("Nothing collides: take both as they are.")
                   : qsTr("%n fields were changed by both: click the value to take.", "", dialog.merge.conflicts))
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.space

            Item { Layout.preferredWidth: 200 }
            Repeater {
                model: 3  // an array of texts would make the labels anew with the language: see DiffView

                Label {
                    required property int index

                    text: [qsTr("before both"), qsTr("mine"), qsTr("theirs, in force")][index]
                    color: Theme.muted
                    font.pixelSize: Theme.fontSmall
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
            }
        }
        ListView {
            id: list

            objectName: "mergeList"
            clip: true
            spacing: Theme.spaceSmall
            model: dialog.merge.lines
            boundsBehavior: Flickable.StopAtBounds
            Layout.fillWidth: true
            Layout.fillHeight: true
            ScrollBar.vertical: ScrollBar {}
            delegate: RowLayout {
                id: line

                required property string pointer
                required property string what
                required property string base
                required property string mine
                required property string theirs
                required property string side
                required property int index

                // Tab leads to rows that are not in sight yet.
                function show() {
                    list.positionViewAtIndex(index, ListView.Contain)
                }

                width: ListView.view.width - Theme.space
                spacing: Theme.space

                RowLayout {
                    spacing: Theme.spaceSmall
                    Layout.preferredWidth: 200
                    Layout.maximumWidth: 200

                    StateMark {
                        kind: line.side === "" ? "warn" : "ok"
                    }
                    Label {
                        text: line.what
                        elide: Text.ElideRight
                        Layout.fillWidth: true
                    }
                }
                Side {
                    value: line.base
                    taken: false
                }
                Side {
                    objectName: "mergeMine_" + line.index
                    value: line.mine
                    taken: line.side === "mine"
                    pickable: true
                    onPicked: dialog.merge.choose(line.pointer, true)
                    onReached: line.show()
                }
                Side {
                    objectName: "mergeTheirs_" + line.index
                    value: line.theirs
                    taken: line.side === "theirs"
                    pickable: true
                    onPicked: dialog.merge.choose(line.pointer, false)
                    onReached: line.show()
                }
            }
        }
        Label {
            visible: text !== ""
            text: dialog.merge.findings
            color: Theme.bad
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
    }
    footer: DialogFooter {
        Button {
            objectName: "mergeAllMineButton"
            visible: dialog.merge.conflicts > 0
            text: qsTr("All mine")
            flat: true
            onClicked: dialog.merge.chooseAll(true)
        }
        Button {
            objectName: "mergeAllTheirsButton"
            visible: dialog.merge.conflicts > 0
            text: qsTr("All theirs")
            flat: true
            onClicked: dialog.merge.chooseAll(false)
        }
        Button {
            text: qsTr("Cancel")
            flat: true
            onClicked: dialog.close()
        }
        Button {
            objectName: "acceptMergeButton"
            enabled: dialog.merge.clean
            highlighted: true
            text: dialog.merge.open > 0 ? qsTr("%n choices open", "", dialog.merge.open) : qsTr("Take as my draft")
            onClicked: {
                if (dialog.vm.acceptMerge())
                    dialog.close()
            }
        }
    }
}
