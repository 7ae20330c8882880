// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

T.ToolTip {
    id: control

    readonly property int widest: 420

    x: parent ? (parent.width - implicitWidth) / 2 : 0
    y: -implicitHeight - Theme.spaceSmall
    implicitWidth: Math.min(widest, contentWidth + leftPadding + rightPadding)
    implicitHeight: contentHeight + topPadding + bottomPadding
    margins: Theme.spaceSmall
    horizontalPadding: Theme.space
    verticalPadding: Theme.spaceSmall
    delay: 500
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent | T.Popup.CloseOnReleaseOutsideParent

    contentItem: Label {
        text: control.text
        font.pixelSize: Theme.fontSmall
        wrapMode: Text.Wrap
        width: Math.min(implicitWidth, control.widest)
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.surfaceAlt
        border.width: Theme.line
        border.color: Theme.border
    }
}
