// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Under the header: which stretch of time is shown and how to leave it, and what went wrong with the past.
RowLayout {
    id: line

    required property HealthViewModel vm

    spacing: Theme.space

    StateMark {
        kind: line.vm.live ? "ok" : "pause"
        label: line.vm.viewText
    }
    Label {
        objectName: "healthViewText"
        text: line.vm.viewText
        color: line.vm.live ? Theme.muted : Theme.text
        font.pixelSize: Theme.fontSmall
    }
    Button {
        objectName: "healthBackToLive"
        visible: !line.vm.live
        text: qsTr("Back to live")
        onClicked: line.vm.reset()
    }
    Label {
        objectName: "healthExportText"
        visible: text !== ""
        text: line.vm.exportText
        color: line.vm.exportFailed ? Theme.bad : Theme.ok
        font.pixelSize: Theme.fontSmall
        elide: Text.ElideMiddle
        Layout.fillWidth: true
        Layout.maximumWidth: implicitWidth
        ToolTip.text: text
        ToolTip.visible: exportHover.hovered && text !== ""

        HoverHandler {
            id: exportHover
        }
    }
    IconButton {
        visible: line.vm.exportText !== ""
        objectName: "healthForgetExport"
        iconName: "close"
        hint: qsTr("Dismiss")
        onClicked: line.vm.forgetExport()
    }
    Label {
        objectName: "healthNotice"
        text: line.vm.notice
        color: Theme.warn
        font.pixelSize: Theme.fontSmall
        elide: Text.ElideMiddle
        horizontalAlignment: Text.AlignRight
        Layout.fillWidth: true
        ToolTip.text: text
        ToolTip.visible: noticeHover.hovered && text !== ""

        HoverHandler {
            id: noticeHover
        }
    }
}
