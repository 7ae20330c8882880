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

    // A policy is reviewed before it is in force.
    signal publishAsked

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
        text: bar.vm.policyKey ? qsTr("Review and publish") : qsTr("Save")
        onClicked: {
            if (bar.vm.policyKey && bar.vm.reviewText() !== "")
                bar.publishAsked()
            else
                bar.vm.save("")  // says what is wrong with a policy
        }
    }
}
