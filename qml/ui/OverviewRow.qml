// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// One service in a line; without a service, the heads of the columns.
Rectangle {
    id: row

    property bool heading: false
    required property string service
    required property string kind
    required property string why
    required property string revision
    required property var wanted
    required property var actual
    required property string requests
    required property string errors
    required property string p99
    required property string sessions
    required property var spark
    required property string release
    required property string published
    property bool chosen: false

    // All of the row in one sentence, for those who hear it.
    readonly property string sentence: {
        if (heading)
            return service
        const parts = []
        if (why !== "")
            parts.push(why)
        if (revision !== "")
            parts.push(qsTr("policy %1").arg(revision))
        if (published !== "")
            parts.push(published)
        if (wanted.length > 0)
            parts.push(qsTr("wanted %1").arg(shares(wanted)))
        if (actual.length > 0)
            parts.push(qsTr("measured %1").arg(shares(actual)))
        parts.push(qsTr("requests %1, errors %2, p99 %3, sessions %4").arg(requests).arg(errors).arg(p99).arg(sessions))
        if (release !== "")
            parts.push(release)
        return qsTr("%1: %2").arg(service).arg(parts.join(", "))
    }

    function shares(parts: var): string {
        return Array.from(parts).map(part => part.version + " " + Math.round(part.share * 1000) / 10 + " %").join(", ")
    }

    signal chosenAsked
    signal openAsked

    implicitHeight: heading ? Theme.rowHeight : 46
    radius: Theme.radiusSmall
    color: chosen ? Theme.selection : hover.hovered && !heading ? Theme.hover : "transparent"
    Accessible.role: Accessible.Row
    Accessible.name: sentence
    Accessible.selectable: !heading
    Accessible.selected: chosen

    HoverHandler {
        id: hover
    }
    TapHandler {
        enabled: !row.heading
        onTapped: row.chosenAsked()
        onDoubleTapped: row.openAsked()
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.space
        anchors.rightMargin: Theme.space
        spacing: Theme.spaceMedium

        StateMark {
            kind: row.kind
            label: row.why
            opacity: row.heading ? 0 : 1
        }
        ColumnLayout {
            spacing: 0
            Layout.preferredWidth: 150
            Layout.minimumWidth: 110
            Layout.fillWidth: true

            Label {
                text: row.service
                font.weight: row.heading ? Font.Normal : Font.DemiBold
                font.pixelSize: row.heading ? Theme.fontSmall : Theme.fontSize
                color: row.heading ? Theme.muted : Theme.text
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: row.why
                color: row.kind === "bad" ? Theme.bad : row.kind === "warn" ? Theme.warn : Theme.muted
                font.pixelSize: Theme.fontSmall
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }
        FigureCell {
            text: row.revision
            heading: row.heading
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            Layout.preferredWidth: 48
        }
        ColumnLayout {
            spacing: 0
            Layout.preferredWidth: 150
            Layout.minimumWidth: 130
            Layout.leftMargin: Theme.space

            Label {
                text: row.release
                color: row.heading ? Theme.muted : Theme.text
                font.pixelSize: row.heading ? Theme.fontSmall : Theme.fontSize
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
            Label {
                visible: text !== ""
                text: row.published
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
                elide: Text.ElideRight
                Layout.fillWidth: true
            }
        }
        Item {
            Layout.preferredWidth: 220
            Layout.minimumWidth: 120
            Layout.maximumWidth: 220
            Layout.fillWidth: true
            Layout.fillHeight: true

            Label {
                visible: row.heading
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                elide: Text.ElideRight
                text: qsTr("versions: wanted above, actual below")
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
            }
            Column {
                visible: !row.heading
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                spacing: Theme.spaceSmall

                VersionBar {
                    width: parent.width
                    parts: row.wanted
                    ToolTip.text: qsTr("wanted by default")
                    ToolTip.visible: wantedHover.hovered

                    HoverHandler {
                        id: wantedHover
                    }
                }
                VersionBar {
                    width: parent.width
                    parts: row.actual
                    ToolTip.text: qsTr("actual, of all requests in the last 10 s")
                    ToolTip.visible: actualHover.hovered

                    HoverHandler {
                        id: actualHover
                    }
                }
            }
        }
        Repeater {
            model: 4  // an array of texts would make the cells anew each second

            FigureCell {
                required property int index

                text: [row.requests, row.errors, row.p99, row.sessions][index]
                heading: row.heading
                Layout.preferredWidth: 76
            }
        }
        Sparkline {
            values: row.spark
            opacity: row.heading ? 0 : 1
            Layout.preferredWidth: 120
            Layout.minimumWidth: 60
            Layout.maximumWidth: 120
            Layout.fillWidth: true
        }
    }
}
