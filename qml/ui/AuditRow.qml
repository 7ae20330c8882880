// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// One deed, or the heads of the columns.
Rectangle {
    id: row

    property bool heading: false
    required property RowSelection rows
    required property string key
    required property int index
    required property string time
    required property string who
    required property string action
    required property string what
    required property string why
    required property string from
    required property int revision

    readonly property bool isMarked: !heading && rows.has(key, rows.revision)
    // All of the row in one sentence, for those who hear it.
    readonly property string sentence: {
        const parts = [qsTr("%1: %2, %3 %4").arg(time).arg(who).arg(action).arg(what)]
        if (why !== "")
            parts.push(qsTr("because “%1”").arg(why))
        if (from !== "")
            parts.push(qsTr("from %1").arg(from))
        return parts.join(", ")
    }

    signal chosen
    signal policyAsked
    signal copyAsked

    implicitHeight: Theme.rowHeight + Theme.spaceSmall
    radius: Theme.radiusSmall
    color: isMarked ? Theme.selection : hover.hovered && !heading ? Theme.hover : "transparent"
    Accessible.role: heading ? Accessible.ColumnHeader : Accessible.Row
    Accessible.name: sentence
    Accessible.description: revision > 0 && !heading ? qsTr("Enter opens the policy of that moment, revision %1.").arg(revision) : ""
    Accessible.selectable: !heading
    Accessible.selected: isMarked

    HoverHandler {
        id: hover
    }
    RowTaps {
        enabled: !row.heading
        rows: row.rows
        rowId: row.key
        onChosen: row.chosen()
        onOpened: row.policyAsked()
    }

    // As wide as it wants where there is room, but never without any.
    component Cell: Label {
        property int wanted

        color: row.heading ? Theme.muted : Theme.text
        font.pixelSize: row.heading ? Theme.fontSmall : Theme.fontSize
        elide: Text.ElideRight
        ToolTip.text: text
        ToolTip.visible: truncated && hover.hovered
        Layout.fillWidth: true
        Layout.preferredWidth: wanted
        Layout.minimumWidth: wanted * 0.6
        Layout.maximumWidth: wanted
    }

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.space
        anchors.rightMargin: Theme.space
        spacing: Theme.spaceMedium

        Cell {
            text: row.time
            font.family: row.heading ? Theme.family : Theme.mono
            wanted: 96
            Layout.minimumWidth: wanted
        }
        Cell {
            text: row.who
            wanted: 120
        }
        Cell {
            text: row.action
            wanted: 110
        }
        Cell {
            text: row.what
            font.weight: row.heading ? Font.Normal : Font.DemiBold
            wanted: 200
        }
        Cell {
            text: row.why
            wanted: 300
            Layout.maximumWidth: -1
        }
        Cell {
            text: row.from
            color: Theme.muted
            wanted: 190
        }
        IconButton {
            objectName: "auditCopy_" + row.index
            opacity: row.heading ? 0 : 1
            enabled: !row.heading
            iconName: "copy"
            hint: qsTr("Copy as JSON")
            onClicked: row.copyAsked()
        }
        Button {
            objectName: "auditPolicy_" + row.index
            opacity: row.revision > 0 ? 1 : 0
            enabled: row.revision > 0
            flat: true
            text: row.revision > 0 ? qsTr("Policy r%1").arg(row.revision) : ""
            ToolTip.text: qsTr("The policy of that moment")
            ToolTip.visible: hovered
            Layout.preferredWidth: 90
            onClicked: row.policyAsked()
        }
    }
}
