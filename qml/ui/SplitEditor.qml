// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// A split as linked sliders: moving one moves the others, locked ones stay, the sum is always 100.
ColumnLayout {
    id: editor

    required property SplitModel split
    // With what is measured beside what is wanted.
    property bool live: true

    spacing: Theme.spaceSmall

    SplitColumns {
        id: widths

        live: editor.live
    }
    RowLayout {
        spacing: Theme.spaceMedium

        SplitLegend {
            opacity: editor.live && width >= implicitWidth ? 1 : 0
            Layout.fillWidth: true
            Layout.leftMargin: widths.name + Theme.spaceMedium
        }
        ColumnHead {
            text: qsTr("wanted %")
            Layout.preferredWidth: widths.wanted
        }
        ColumnHead {
            text: qsTr("change")
            Layout.preferredWidth: widths.change
        }
        ColumnHead {
            visible: editor.live
            text: qsTr("measured %")
            meaning: qsTr("Share of the requests that this split decided in the last minute, since the policy in "
                          + "force. The true share lies in the band with 95 % confidence. It is wider the fewer the "
                          + "users are: all requests of one go to one version.")
            Layout.preferredWidth: widths.measured
        }
        ColumnHead {
            visible: editor.live
            text: qsTr("sessions %")
            meaning: qsTr("Share of the open WebSocket sessions, of rules too. They stay with their version until "
                          + "they reconnect.")
            Layout.preferredWidth: widths.sessions
        }
        Item {
            Layout.preferredWidth: widths.lock
        }
    }
    // A positioner: see PlotCard's legend.
    Column {
        id: rows

        spacing: editor.spacing
        Layout.fillWidth: true

        Repeater {
            model: editor.split

            SplitRow {
                id: row

                columns: widths
                width: rows.width
                onDragBegun: editor.split.beginDrag()
                onDragEnded: editor.split.endDrag()
                onWeightAsked: weight => editor.split.setWeight(row.index, weight)
                onWeightTyped: (text, before) => {
                    if (!editor.split.setWeightText(row.index, text))
                        editor.split.setWeight(row.index, before)
                }
                onLockAsked: locked => editor.split.setLocked(row.index, locked)
            }
        }
    }
    RowLayout {
        spacing: Theme.spaceMedium

        Button {
            objectName: "evenlyButton"
            text: qsTr("Evenly")
            flat: true
            onClicked: editor.split.shareEvenly()
        }
        Button {
            objectName: "resetSplitButton"
            text: qsTr("Reset")
            flat: true
            enabled: editor.split.changed
            onClicked: editor.split.reset()
        }
        SegmentedButtons {
            namePrefix: "balancing"
            model: [
                { value: false, text: qsTr("%1 absorbs").arg(editor.split.stableVersion) },
                { value: true, text: qsTr("proportional") }
            ]
            current: editor.split.proportional
            onPicked: value => editor.split.proportional = value
        }
        Item {
            Layout.fillWidth: true
        }
        Label {
            text: qsTr("sum")
            color: Theme.muted
        }
        NumberText {
            objectName: "splitSum"
            text: editor.split.sumText
            rightPadding: Theme.space
            Layout.preferredWidth: widths.wanted
        }
        Item {
            Layout.preferredWidth: widths.change + widths.lock + Theme.spaceMedium
                                   + (editor.live ? widths.measured + widths.sessions + 2 * Theme.spaceMedium : 0)
        }
    }
}
