// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// The heading of a service's instances on a node.
RowLayout {
    id: row

    required property string version  // the service
    required property string title
    required property string kind

    height: Theme.rowHeight + Theme.space
    spacing: Theme.space

    Label {
        text: row.version
        font.weight: Font.DemiBold
        Layout.alignment: Qt.AlignBottom
        Layout.bottomMargin: Theme.spaceSmall
    }
    Label {
        text: row.title
        color: Theme.muted
        font.pixelSize: Theme.fontSmall
        elide: Text.ElideRight
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignBottom
        Layout.bottomMargin: Theme.spaceSmall
    }
}
