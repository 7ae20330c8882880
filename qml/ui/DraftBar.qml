// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// What the operator has changed and not yet published, and the way to publish it.
Rectangle {
    id: bar

    required property TrafficViewModel vm

    signal reviewAsked
    signal mergeAsked

    implicitHeight: Theme.barHeight
    radius: Theme.radius
    color: vm.changed ? Theme.surfaceAlt : Theme.surface
    border.width: Theme.line
    border.color: vm.conflict || vm.publishError !== "" ? Theme.warn : vm.changed ? Theme.accent : Theme.border

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceMedium
        anchors.rightMargin: Theme.space
        spacing: Theme.space

        StateMark {
            visible: kind !== ""
            kind: bar.vm.conflict || bar.vm.publishError !== "" ? "warn" : bar.vm.successText !== "" ? "ok" : ""
        }
        Label {
            objectName: "draftText"
            text: bar.vm.conflict ? bar.vm.conflictText + " " + bar.vm.draftText
                : bar.vm.publishError !== "" ? bar.vm.publishError
                : bar.vm.changed ? bar.vm.draftText
                : bar.vm.successText !== "" ? bar.vm.successText
                : qsTr("No changes. Move a slider, or edit a rule, to begin a draft.")
            color: bar.vm.changed || bar.vm.successText !== "" ? Theme.text : Theme.muted
            elide: Text.ElideRight
            ToolTip.text: text
            ToolTip.visible: truncated && hover.hovered
            Accessible.name: text
            // The buttons keep their places, however much has changed.
            Layout.fillWidth: true
            Layout.minimumWidth: Math.min(Math.ceil(implicitWidth), 6 * Theme.barHeight)
            Layout.maximumWidth: Math.ceil(implicitWidth)

            HoverHandler {
                id: hover
            }
        }
        Label {
            objectName: "draftEffect"
            visible: !bar.vm.conflict && bar.vm.publishError === ""
            text: bar.vm.impactText !== "" ? bar.vm.impactText : bar.vm.effectText
            color: bar.vm.impactText !== "" ? Theme.text : Theme.muted
            font.weight: bar.vm.impactText !== "" ? Font.DemiBold : Font.Normal
            ToolTip.text: bar.vm.effectText + (bar.vm.impactBasis === "" ? "" : "\n" + bar.vm.impactBasis)
            ToolTip.visible: text !== "" && ToolTip.text !== "" && effectHover.hovered

            elide: Text.ElideRight
            Layout.fillWidth: true
            Layout.maximumWidth: Math.ceil(implicitWidth)
            Layout.leftMargin: Theme.space

            HoverHandler {
                id: effectHover
            }
        }
        Item {
            Layout.fillWidth: true
        }
        StateMark {
            objectName: "draftWarnings"
            visible: bar.vm.warnings.length > 0
            kind: "warn"
            label: bar.vm.warningsText
            ToolTip.text: label
            ToolTip.visible: warningHover.hovered

            HoverHandler {
                id: warningHover
            }
        }
        Button {
            objectName: "takeBackButton"
            visible: bar.vm.takeBackSeconds > 0 && !Session.readOnly
            text: qsTr("Undo (%1 s)").arg(bar.vm.takeBackSeconds)
            ToolTip.text: qsTr("What was published last (Ctrl+Alt+Z)")
            ToolTip.visible: hovered || visualFocus
            ToolTip.delay: 400
            onClicked: bar.vm.takeBack()
        }
        IconButton {
            objectName: "undoButton"
            enabled: bar.vm.canUndo
            iconName: "undo"
            hint: qsTr("Undo (Ctrl+Z)")
            onClicked: bar.vm.undo()
        }
        IconButton {
            objectName: "redoButton"
            enabled: bar.vm.canRedo
            iconName: "redo"
            hint: qsTr("Redo (Ctrl+Shift+Z)")
            onClicked: bar.vm.redo()
        }
        Button {
            objectName: "discardButton"
            visible: bar.vm.changed
            enabled: !bar.vm.publishing
            text: qsTr("Discard")
            flat: true
            onClicked: bar.vm.discard()
        }
        Button {
            objectName: "mergeButton"
            visible: bar.vm.conflict
            highlighted: true
            text: qsTr("Put both together…")
            onClicked: bar.mergeAsked()
        }
        Button {
            objectName: "publishButton"
            visible: !bar.vm.conflict
            enabled: bar.vm.changed && !bar.vm.publishing
            highlighted: enabled
            text: Session.readOnly ? qsTr("Review") : qsTr("Review and publish")
            onClicked: bar.reviewAsked()
        }
    }
}
