// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// One condition of a rule as a form: not, attribute, operator, value; or the head of a group.
ColumnLayout {
    id: row

    required property int index
    required property int depth
    required property bool group
    required property bool negated
    required property string attribute
    required property int attributeIndex
    required property int operatorIndex
    required property string attributeName
    required property bool needsName
    required property var operators
    required property string value
    required property string high
    required property string shape
    required property string problem
    required property RuleEditor editor
    readonly property ConditionModel conditions: editor.conditions

    spacing: Theme.spaceTiny

    RowLayout {
        spacing: Theme.spaceSmall
        Layout.leftMargin: row.depth * Theme.spaceLarge

        ToolButton {
            objectName: "conditionNot_" + row.index
            text: qsTr("not")
            checkable: true
            checked: row.negated
            ToolTip.text: qsTr("Holds when the condition does not")
            ToolTip.visible: hovered
            ToolTip.delay: 400
            onClicked: row.conditions.setNegated(row.index, !row.negated)
        }
        Label {
            visible: row.group
            text: qsTr("any of")
            font.weight: Font.DemiBold
            Layout.fillWidth: true
        }
        Button {
            visible: row.group
            objectName: "conditionAddTo_" + row.index
            text: qsTr("Add alternative")
            flat: true
            onClicked: row.conditions.addCondition(row.index)
        }
        ComboBox {
            visible: !row.group
            objectName: "conditionAttribute_" + row.index
            implicitContentWidthPolicy: ComboBox.ContentItemImplicitWidth
            model: row.conditions.attributes
            textRole: "text"
            valueRole: "value"
            currentIndex: row.attributeIndex
            Accessible.name: qsTr("Attribute")
            Layout.preferredWidth: 128
            onActivated: row.conditions.setAttribute(row.index, currentValue)
        }
        CompletingField {
            visible: row.needsName
            objectName: "conditionName_" + row.index
            value: row.attributeName
            placeholderText: qsTr("name")
            onOffersAsked: text => offered = row.editor.namesLike(row.attribute, text)
            Accessible.name: qsTr("Name")
            Layout.preferredWidth: 112
            Layout.fillWidth: true
            onEdited: text => row.conditions.setAttributeName(row.index, text)
        }
        ComboBox {
            visible: !row.group
            objectName: "conditionOperator_" + row.index
            model: row.operators
            textRole: "text"
            valueRole: "value"
            currentIndex: row.operatorIndex
            Accessible.name: qsTr("Operator")
            Layout.minimumWidth: implicitWidth
            onActivated: row.conditions.setOperator(row.index, currentValue)
        }
        CompletingField {
            visible: !row.group && row.shape !== "none"
            objectName: "conditionValue_" + row.index
            value: row.value
            list: row.shape === "list"
            faulty: row.problem !== ""
            placeholderText: row.shape === "list" ? qsTr("value, or several: a, b") : row.shape === "range" ? qsTr("from")
                           : row.shape === "percent" ? "%" : qsTr("value")
            onOffersAsked: text => offered = row.shape === "list" || row.shape === "text" ? row.editor.valuesLike(row.index, text) : []
            Accessible.name: qsTr("Value")
            Layout.fillWidth: true
            Layout.preferredWidth: 150
            onEdited: text => row.conditions.setValue(row.index, text)
        }
        CompletingField {
            visible: row.shape === "range"
            objectName: "conditionHigh_" + row.index
            value: row.high
            faulty: row.problem !== ""
            placeholderText: qsTr("to")
            Accessible.name: qsTr("Up to")
            Layout.preferredWidth: 80
            onEdited: text => row.conditions.setHigh(row.index, text)
        }
        Item {
            visible: !row.group && row.shape === "none"
            Layout.fillWidth: true
        }
        IconButton {
            objectName: "conditionRemove_" + row.index
            iconName: "close"
            hint: qsTr("Remove the condition")
            onClicked: row.conditions.removeCondition(row.index)
        }
    }
    Label {
        visible: row.problem !== ""
        text: row.problem
        color: Theme.bad
        font.pixelSize: Theme.fontSmall
        elide: Text.ElideRight
        Layout.fillWidth: true
        Layout.leftMargin: row.depth * Theme.spaceLarge + Theme.space
    }
}
