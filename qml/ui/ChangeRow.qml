// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// One line of a review: what, from, to.
RowLayout {
    id: row

    required property var modelData

    spacing: Theme.space

    Label {
        text: row.modelData.what
        elide: Text.ElideRight
    }
    VersionChip {
        visible: version !== ""
        version: row.modelData.version
        Layout.fillWidth: true
    }
    Item {
        visible: row.modelData.version === ""
        Layout.fillWidth: true
    }
    NumberText {
        text: row.modelData.before
        color: Theme.muted
        Layout.preferredWidth: 96
    }
    NumberText {
        text: row.modelData.after
        font.weight: Font.DemiBold
        Layout.preferredWidth: 96
    }
}
