// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

// A title, content, and a footer that its user gives.
T.Dialog {
    id: control

    implicitWidth: Math.max(implicitBackgroundWidth, contentWidth + leftPadding + rightPadding,
                            implicitHeaderWidth, implicitFooterWidth)
    implicitHeight: contentHeight + topPadding + bottomPadding
                    + (implicitHeaderHeight > 0 ? implicitHeaderHeight : 0)
                    + (implicitFooterHeight > 0 ? implicitFooterHeight : 0)
    horizontalPadding: Theme.spaceLarge
    verticalPadding: Theme.space

    header: Label {
        visible: control.title !== ""
        text: control.title
        elide: Text.ElideRight
        font.pixelSize: Theme.fontLarge
        font.weight: Font.DemiBold
        leftPadding: Theme.spaceLarge
        rightPadding: Theme.spaceLarge
        topPadding: Theme.spaceLarge
        bottomPadding: Theme.space
    }
    background: Rectangle {
        radius: Theme.radius + Theme.spaceTiny
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.border
    }
    T.Overlay.modal: Rectangle {
        color: Theme.shade
    }
    T.Overlay.modeless: Rectangle {
        color: "transparent"
    }
}
