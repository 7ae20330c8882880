// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Halftone.Theme

// The buttons of a dialog, at its right edge.
Item {
    default property alias content: row.data

    implicitHeight: Theme.controlHeight + 2 * Theme.spaceLarge

    RowLayout {
        id: row

        anchors.right: parent.right
        anchors.rightMargin: Theme.spaceLarge
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space
    }
}
