// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// One version of a split: its slider, and its numbers in columns.
RowLayout {
    id: row

    required property int index
    required property string version
    required property int weight
    required property int limit
    required property int inForce
    required property real measured
    required property real measuredLow
    required property real measuredHigh
    required property real sessions
    required property bool locked
    required property bool stable
    required property string weightText
    required property string measuredText
    required property string sessionsText
    required property string changeText
    required property bool disagrees
    required property SplitColumns columns

    signal dragBegun
    signal dragEnded
    signal weightAsked(weight: int)
    signal weightTyped(text: string, before: int)
    signal lockAsked(locked: bool)

    spacing: Theme.spaceMedium

    VersionChip {
        version: row.version
        strong: true
        room: row.columns.name - (row.stable ? word.width + spacing : 0)
        Layout.preferredWidth: row.columns.name

        Label {
            id: word

            anchors.verticalCenter: parent.verticalCenter
            visible: row.stable
            text: qsTr("stable")
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
    }
    SplitTrack {
        objectName: "splitSlider_" + row.version
        enabled: !row.locked
        weight: row.weight
        limit: row.limit
        inForce: row.inForce
        measured: row.measured
        measuredLow: row.measuredLow
        measuredHigh: row.measuredHigh
        sessions: row.sessions
        disagrees: row.disagrees
        tint: Theme.versionColor(VersionColors.indexes[row.version])
        Accessible.name: qsTr("Share of %1").arg(row.version)
        Accessible.description: qsTr("%1 percent wanted").arg(row.weightText)
        Layout.fillWidth: true
        onPressedChanged: pressed ? row.dragBegun() : row.dragEnded()
        onWeightAsked: weight => row.weightAsked(weight)
    }
    TextField {
        id: field

        property bool edited: false  // the text is the operator's, as long as he is at it
        property int before: 0

        objectName: "splitField_" + row.version
        enabled: !row.locked
        horizontalAlignment: TextInput.AlignRight
        font.family: Theme.mono
        Accessible.name: qsTr("Percent of %1").arg(row.version)
        Layout.preferredWidth: row.columns.wanted
        onActiveFocusChanged: {
            if (activeFocus)
                selectAll()
            else
                second.stop()
        }
        // What is typed counts at once, as a slider's move does: Review need not wait for Enter.
        onTextEdited: {
            if (!edited) {
                before = row.weight
                row.dragBegun()
            }
            edited = true
            row.weightTyped(text, before)
        }
        onEditingFinished: {
            if (edited)
                row.dragEnded()
            edited = false
            if (activeFocus)
                selectAll()
        }
        Keys.onEscapePressed: {
            if (edited)
                row.weightAsked(before)
            editingFinished()
        }

        // A click or a double click that comes in leaves the whole number chosen: "30" typed into "5.00" were 5.30
        // else. Later clicks set the cursor.
        MouseArea {
            anchors.fill: parent
            cursorShape: Qt.IBeamCursor
            onPressed: mouse => {
                mouse.accepted = !field.activeFocus || second.running
                if (!field.activeFocus)
                    second.start()
                field.forceActiveFocus(Qt.MouseFocusReason)
            }

            Timer {
                id: second

                interval: Application.styleHints.mouseDoubleClickInterval
            }
        }
        Binding {
            target: field
            property: "text"
            value: row.weightText
            when: !field.edited
            restoreMode: Binding.RestoreNone
        }
    }
    NumberText {
        objectName: "splitChange_" + row.version
        text: row.changeText
        color: Theme.accent
        Layout.preferredWidth: row.columns.change
    }
    NumberText {
        objectName: "splitMeasured_" + row.version
        visible: row.columns.live
        text: row.measuredText
        color: row.disagrees ? Theme.bad : Theme.text
        ToolTip.text: qsTr("Stays away from what is in force for longer than chance explains.")
        ToolTip.visible: row.disagrees && measuredHover.hovered
        Layout.preferredWidth: row.columns.measured

        HoverHandler {
            id: measuredHover
        }
    }
    NumberText {
        objectName: "splitSessions_" + row.version
        visible: row.columns.live
        text: row.sessionsText
        Layout.preferredWidth: row.columns.sessions
    }
    Style.ToolButton {
        objectName: "splitLock_" + row.version
        checkable: true
        checked: row.locked
        implicitWidth: row.columns.lock
        ToolTip.text: row.locked ? qsTr("Unlock: may change with the others") : qsTr("Lock: keep this share")
        ToolTip.visible: hovered
        Accessible.name: qsTr("Lock the share of %1").arg(row.version)
        onClicked: row.lockAsked(!row.locked)

        Style.Icon {
            anchors.centerIn: parent
            name: row.locked ? "lock" : "unlock"
            color: row.locked ? Theme.accent : Theme.muted
        }
    }
}
