// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme

// A number under others, or the head of their column.
Label {
    property bool heading: false

    color: heading ? Theme.muted : Theme.text
    font.family: heading ? Theme.family : Theme.mono
    font.pixelSize: heading ? Theme.fontSmall : Theme.fontSize
    horizontalAlignment: Text.AlignRight
}
