// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme

// The head of a column of numbers, and what they mean.
Label {
    property string meaning

    color: Theme.muted
    font.pixelSize: Theme.fontSmall
    horizontalAlignment: Text.AlignRight
    elide: Text.ElideRight
    ToolTip.text: meaning
    ToolTip.visible: meaning !== "" && hover.hovered
    ToolTip.delay: 500

    HoverHandler {
        id: hover
    }
}
