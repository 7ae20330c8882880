// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// What the last save came to, and the buttons for the next.
RowLayout {
    id: bar

    required property KvViewModel vm

    spacing: Theme.space

    Label {
        objectName: "kvOutcome"
        text: bar.vm.errorText !== "" ? bar.vm.errorText : bar.vm.doneText
        color: bar.vm.errorText !== "" ? Theme.bad : Theme.muted
        elide: Text.ElideRight
        ToolTip.text: text
        ToolTip.visible: truncated && hover.hovered
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.controlHeight
        verticalAlignment: Text.AlignVCenter

        HoverHandler {
            id: hover
        }
    }
    TextField {
        id: why

        objectName: "kvWhy"
        visible: bar.vm.policyKey && bar.vm.changed
        placeholderText: qsTr("Why (kept in the history)")
        maximumLength: 500
        Accessible.name: qsTr("Reason")
        Layout.preferredWidth: 240
    }
    Button {
        objectName: "kvRevert"
        visible: bar.vm.changed
        enabled: !bar.vm.busy
        text: qsTr("Revert")
        onClicked: bar.vm.revert()
    }
    Button {
        objectName: "kvSave"
        visible: bar.vm.editable && !Session.readOnly
        enabled: bar.vm.canSave
        highlighted: true
        text: bar.vm.policyKey ? qsTr("Publish") : qsTr("Save")
        onClicked: {
            bar.vm.save(why.text)
            why.clear()
        }
    }
}
