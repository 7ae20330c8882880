// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.Label {
    color: Theme.text
    font.pixelSize: Theme.fontSize
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
