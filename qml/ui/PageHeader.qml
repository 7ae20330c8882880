// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// The page's name, what it is about now, and the controls that hold for all of it.
RowLayout {
    id: header

    default property alias content: tools.data
    property string title
    property string subtitle

    spacing: Theme.spaceMedium
    Layout.preferredHeight: Theme.controlHeight + Theme.spaceSmall

    Label {
        text: header.title
        font.pixelSize: Theme.fontTitle
        font.weight: Font.DemiBold
    }
    Label {
        text: header.subtitle
        color: Theme.muted
        elide: Text.ElideRight
        Layout.fillWidth: true
    }
    RowLayout {
        id: tools

        spacing: Theme.space
    }
}
