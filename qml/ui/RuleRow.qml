// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// One rule in words: grip, number, name, when it holds, where it sends, how many requests it decides.
Item {
    id: rule

    required property int index
    required property string name
    required property int number
    required property string when
    required property var split
    required property bool ruleOn
    required property bool changed
    required property string hits
    required property string warning
    required property RowSelection marked
    property bool chosen: false
    readonly property bool isMarked: marked.has(name, marked.revision)
    readonly property bool dragged: grip.active
    // Where it would be put if it were let go now, in rows from here.
    readonly property int steps: Math.round(body.y / height)
    readonly property real draggedTo: y + body.y
    readonly property bool atHand: hover.hovered || chosen

    signal enabledAsked(on: bool)
    signal chosenAsked
    signal editAsked
    signal duplicateAsked
    signal removeAsked
    signal moveAsked(steps: int)

    // The list has scrolled under what is dragged.
    function carry(by: real) {
        body.y += by
    }

    implicitHeight: 40
    z: dragged ? 2 : 0
    Accessible.role: Accessible.ListItem
    Accessible.name: number + ". " + name + ": " + when
    Accessible.selectable: true
    Accessible.selected: isMarked

    HoverHandler {
        id: hover
    }
    Rectangle {
        id: body

        width: parent.width
        height: parent.height
        radius: Theme.radiusSmall
        color: rule.dragged ? Theme.pressed : rule.isMarked ? Theme.selection : hover.hovered ? Theme.hover : "transparent"
        border.width: rule.dragged || (rule.chosen && (!rule.isMarked || rule.marked.count > 1)) ? Theme.line : 0
        border.color: Theme.accent

        Rectangle {
            visible: rule.changed
            width: Theme.focusLine + 1
            height: parent.height - Theme.space
            anchors.verticalCenter: parent.verticalCenter
            radius: 1
            color: Theme.accent
        }
        RowTaps {
            rows: rule.marked
            rowId: rule.name
            onChosen: rule.chosenAsked()
            onOpened: rule.editAsked()
        }
        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: Theme.space
            anchors.rightMargin: Theme.space
            spacing: Theme.space
            opacity: rule.ruleOn ? 1 : 0.5

            Item {
                objectName: "ruleGrip_" + rule.index
                implicitWidth: Theme.iconSize
                implicitHeight: rule.height
                Accessible.role: Accessible.Grip
                Accessible.name: qsTr("Move rule %1").arg(rule.name)

                Style.Icon {
                    anchors.centerIn: parent
                    name: "grip"
                    color: rule.atHand ? Theme.muted : Theme.border
                }
                HoverHandler {
                    cursorShape: Qt.SizeVerCursor
                }
                DragHandler {
                    id: grip

                    target: body
                    xAxis.enabled: false
                    grabPermissions: PointerHandler.CanTakeOverFromItems | PointerHandler.CanTakeOverFromHandlersOfDifferentType
                    onActiveChanged: {
                        if (active)
                            return
                        const steps = rule.steps
                        body.y = 0
                        if (steps !== 0)
                            rule.moveAsked(steps)
                    }
                }
            }
            NumberText {
                text: rule.number
                color: Theme.muted
                Layout.preferredWidth: 18
            }
            Label {
                text: rule.name
                font.weight: Font.DemiBold
                elide: Text.ElideRight
                ToolTip.text: text
                ToolTip.visible: truncated && nameHover.hovered
                ToolTip.delay: 400
                Layout.preferredWidth: 120

                HoverHandler {
                    id: nameHover
                }
            }
            StateMark {
                visible: rule.warning !== ""
                kind: "warn"
                label: rule.warning
                ToolTip.text: rule.warning
                ToolTip.visible: warningHover.hovered

                HoverHandler {
                    id: warningHover
                }
            }
            Label {
                objectName: "ruleWords_" + rule.index
                text: rule.when
                elide: Text.ElideRight
                ToolTip.text: text
                ToolTip.visible: truncated && wordsHover.hovered
                ToolTip.delay: 400
                Layout.fillWidth: true

                HoverHandler {
                    id: wordsHover
                }
            }
            SplitWords {
                split: rule.split
            }
            NumberText {
                visible: !rule.atHand
                text: rule.hits
                color: Theme.muted
                font.pixelSize: Theme.fontSmall
                Layout.preferredWidth: 3 * Theme.controlHeight
            }
            Row {
                visible: rule.atHand

                IconButton {
                    objectName: "ruleEdit_" + rule.index
                    iconName: "edit"
                    hint: qsTr("Edit (Enter)")
                    onClicked: rule.editAsked()
                }
                IconButton {
                    objectName: "ruleCopy_" + rule.index
                    iconName: "copy"
                    hint: qsTr("Duplicate (Ctrl+D)")
                    onClicked: rule.duplicateAsked()
                }
                IconButton {
                    objectName: "ruleDelete_" + rule.index
                    iconName: "trash"
                    hint: qsTr("Delete (Del)")
                    onClicked: rule.removeAsked()
                }
            }
            Switch {
                objectName: "ruleSwitch_" + rule.index
                checked: rule.ruleOn
                Accessible.name: qsTr("Rule %1 is on").arg(rule.name)
                onToggled: {
                    rule.enabledAsked(checked)
                    checked = Qt.binding(() => rule.ruleOn)
                }
            }
        }
    }
}
