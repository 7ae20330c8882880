// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.ScrollBar {
    id: control

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    padding: Theme.spaceTiny
    minimumSize: 0.05
    visible: policy !== T.ScrollBar.AlwaysOff && size < 1

    contentItem: Rectangle {
        implicitWidth: Theme.space - Theme.spaceTiny
        implicitHeight: Theme.space - Theme.spaceTiny
        radius: Math.min(width, height) / 2
        color: control.pressed ? Theme.muted : Theme.border
        opacity: control.hovered || control.pressed ? 1 : 0.8
    }
}
