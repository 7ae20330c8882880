// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.Style as Style
import Halftone.Theme

// A button that is a picture; `hint` says what it does, for the pointer and for screen readers.
ToolButton {
    id: button

    required property string iconName
    required property string hint
    property color tint: Theme.muted

    implicitWidth: Theme.controlHeight
    ToolTip.text: hint
    ToolTip.visible: hovered
    ToolTip.delay: 400
    Accessible.name: hint

    Style.Icon {
        anchors.centerIn: parent
        name: button.iconName
        color: button.hovered && button.enabled ? Theme.text : button.tint
    }
}
