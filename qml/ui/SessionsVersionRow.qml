// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme

// A version's sessions in numbers; a click filters the table by it.
ItemDelegate {
    id: row

    required property string version
    required property string sessions
    required property string share
    required property string wanted
    required property string drift
    property bool heading: false
    readonly property int figureWidth: 92

    opacity: 1
    implicitHeight: heading ? Theme.rowHeight - Theme.spaceSmall : Theme.rowHeight
    text: version
    Accessible.name: heading ? "" : qsTr("Show only %1").arg(version)
    Accessible.ignored: heading

    contentItem: Row {
        Item {
            width: 120
            height: row.height

            VersionChip {
                visible: !row.heading
                anchors.verticalCenter: parent.verticalCenter
                version: row.version
                strong: true
            }
            FigureCell {
                visible: row.heading
                height: parent.height
                text: row.version
                heading: true
                horizontalAlignment: Text.AlignLeft
            }
        }
        FigureCell {
            width: row.figureWidth
            height: row.height
            text: row.sessions
            heading: row.heading
        }
        FigureCell {
            width: row.figureWidth
            height: row.height
            text: row.share
            heading: row.heading
        }
        FigureCell {
            width: row.figureWidth
            height: row.height
            text: row.wanted
            heading: row.heading
        }
        FigureCell {
            width: row.figureWidth
            height: row.height
            text: row.drift
            heading: row.heading
        }
    }
}
