// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// A rule as a form, and beside it as the text that it is; both are one.
Dialog {
    id: dialog

    required property TrafficViewModel vm
    readonly property RuleEditor editor: vm.editor
    property bool dropping: false  // Escape was pressed over something edited; once more drops it

    function accept() {
        if (vm.acceptRule())
            close()
    }

    objectName: "ruleDialog"
    anchors.centerIn: Overlay.overlay
    width: Math.min(1180, Overlay.overlay ? Overlay.overlay.width - 2 * Theme.spaceLarge : 1180)
    height: Math.min(680, Overlay.overlay ? Overlay.overlay.height - 2 * Theme.spaceLarge : 680)
    modal: true
    focus: true
    title: editor.title
    closePolicy: Popup.CloseOnEscape
    onOpened: {
        dropping = false
        nameField.forceActiveFocus()
        nameField.selectAll()
    }

    Connections {
        target: dialog.editor

        function onTextChanged() {
            dialog.dropping = false
        }
    }

    Shortcut {
        sequence: "Ctrl+Return"
        enabled: dialog.opened
        onActivated: dialog.accept()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.spaceMedium
        Keys.onEscapePressed: event => {
            event.accepted = dialog.editor.edited && !dialog.dropping
            dialog.dropping = true
        }

        RowLayout {
            spacing: Theme.spaceLarge
            Layout.fillWidth: true
            Layout.fillHeight: true

            ColumnLayout {
                spacing: Theme.space
                enabled: !dialog.editor.textAhead
                opacity: enabled ? 1 : 0.5
                Layout.fillWidth: true
                Layout.preferredWidth: 7
                Layout.alignment: Qt.AlignTop

                RowLayout {
                    spacing: Theme.space

                    CompletingField {
                        id: nameField

                        objectName: "ruleName"
                        value: dialog.editor.name
                        placeholderText: qsTr("Name")
                        Accessible.name: qsTr("Name")
                        Layout.fillWidth: true
                        onEdited: text => dialog.editor.name = text
                    }
                    Label {
                        text: qsTr("sticky by")
                        color: Theme.muted
                    }
                    ComboBox {
                        objectName: "ruleStickBy"
                        model: dialog.editor.stickChoices
                        textRole: "text"
                        valueRole: "value"
                        currentIndex: dialog.editor.stickIndex
                        Accessible.name: qsTr("Sticky by")
                        onActivated: dialog.editor.stickBy = currentValue
                    }
                    CompletingField {
                        visible: dialog.editor.stickBy.endsWith(":")
                        objectName: "ruleStickName"
                        value: dialog.editor.stickName
                        placeholderText: qsTr("name")
                        onOffersAsked: text => offered = dialog.editor.namesLike(dialog.editor.stickBy, text)
                        Layout.preferredWidth: 110
                        onEdited: text => dialog.editor.stickName = text
                    }
                    Switch {
                        objectName: "ruleOn"
                        text: qsTr("on")
                        checked: dialog.editor.ruleOn
                        Accessible.name: qsTr("The rule is on")
                        onToggled: dialog.editor.ruleOn = checked
                    }
                }
                RowLayout {
                    spacing: Theme.space

                    Label {
                        text: qsTr("When all of these hold")
                        font.weight: Font.DemiBold
                        Layout.fillWidth: true
                    }
                    Button {
                        objectName: "addConditionButton"
                        text: qsTr("Add condition")
                        flat: true
                        onClicked: dialog.editor.conditions.addCondition(-1)
                    }
                    Button {
                        objectName: "addGroupButton"
                        text: qsTr("Add “any of”")
                        flat: true
                        onClicked: dialog.editor.conditions.addGroup()
                    }
                }
                ListView {
                    id: conditions

                    objectName: "conditionList"
                    clip: true
                    spacing: Theme.spaceSmall
                    model: dialog.editor.conditions
                    boundsBehavior: Flickable.StopAtBounds
                    reuseItems: false
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumHeight: 120
                    ScrollBar.vertical: ScrollBar {}
                    delegate: ConditionRow {
                        width: ListView.view.width - Theme.space
                        editor: dialog.editor
                    }
                }
                Label {
                    text: qsTr("Send them to")
                    font.weight: Font.DemiBold
                }
                SplitEditor {
                    objectName: "ruleSplit"
                    split: dialog.editor.split
                    live: false
                    Layout.fillWidth: true
                }
            }
            ColumnLayout {
                spacing: Theme.space
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 5

                RowLayout {
                    Label {
                        text: qsTr("As text")
                        font.weight: Font.DemiBold
                        Layout.fillWidth: true
                    }
                    Label {
                        visible: dialog.editor.textAhead
                        text: qsTr("The form waits for the text to be right.")
                        color: Theme.warn
                        font.pixelSize: Theme.fontSmall
                    }
                }
                CodeArea {
                    objectName: "ruleText"
                    text: dialog.editor.text
                    problems: dialog.editor.problems
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    onEdited: text => dialog.editor.text = text
                }
                Column {  // not each its own part of the layout: they come and go with each key
                    Layout.fillWidth: true

                    Repeater {
                        model: dialog.editor.problems

                        Label {
                            required property var modelData
                            required property int index

                            objectName: "ruleProblem_" + index
                            visible: index < 4
                            text: qsTr("Line %1, column %2: %3").arg(modelData.line).arg(modelData.column).arg(modelData.message)
                            color: Theme.bad
                            font.pixelSize: Theme.fontSmall
                            wrapMode: Text.Wrap
                            width: parent.width
                        }
                    }
                }
            }
        }
    }
    footer: DialogFooter {
        Label {
            objectName: "ruleDropHint"
            visible: dialog.dropping
            text: qsTr("Escape once more drops what you changed.")
            color: Theme.warn
        }
        Label {
            objectName: "ruleMeanwhile"
            visible: text !== "" && !dialog.dropping
            text: dialog.editor.meanwhile
            color: Theme.warn
        }
        Button {
            objectName: "cancelRuleButton"
            text: qsTr("Cancel")
            flat: true
            onClicked: dialog.close()
        }
        Button {
            objectName: "acceptRuleButton"
            text: qsTr("Take into the draft")
            enabled: dialog.editor.acceptable
            highlighted: true
            ToolTip.text: "Ctrl+Enter"
            ToolTip.visible: hovered
            onClicked: dialog.accept()
        }
    }
}
