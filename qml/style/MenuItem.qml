// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls.impl
import QtQuick.Templates as T
import Halftone.Theme

T.MenuItem {
    id: control

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.rowHeight
    leftPadding: Theme.space + (checkable ? Theme.iconSize + Theme.spaceSmall : 0)
    rightPadding: Theme.space
    spacing: Theme.space
    opacity: enabled ? 1 : 0.45
    icon.width: Theme.iconSize
    icon.height: Theme.iconSize
    icon.color: Theme.muted
    Accessible.name: text

    contentItem: IconLabel {
        spacing: control.spacing
        display: control.display
        alignment: Qt.AlignLeft | Qt.AlignVCenter
        icon: control.icon
        text: control.text
        font: control.font
        color: Theme.text
    }
    indicator: Icon {
        x: Theme.space
        y: (control.height - height) / 2
        visible: control.checked
        name: "check"
        color: Theme.accent
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: control.highlighted ? Theme.hover : "transparent"
    }
}
