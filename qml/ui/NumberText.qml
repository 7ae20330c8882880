// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Theme

// A number in a column: right-aligned, every digit as wide as the next.
Label {
    font.family: Theme.mono
    horizontalAlignment: Text.AlignRight
}
