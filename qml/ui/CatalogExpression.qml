// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// One of Consul's filter expressions on the instances shown, and what Consul says against it.
ColumnLayout {
    id: column

    required property CatalogViewModel vm

    spacing: Theme.spaceTiny

    TableFilterField {
        objectName: "catalogExpression"
        placeholderText: qsTr("Consul filter, such as  Service.Meta.version == v2 and Checks.Status != passing")
        filter: column.vm.expression
        guide: column.vm.expressionGuide
        faulty: column.vm.expressionError !== ""
        font.family: text === "" ? Theme.family : Theme.mono
        Accessible.name: qsTr("Consul filter expression")
        Layout.fillWidth: true
        onEdited: text => column.vm.expression = text
    }
    Label {
        objectName: "catalogExpressionError"
        visible: text !== ""
        text: column.vm.expressionError
        color: Theme.bad
        font.pixelSize: Theme.fontSmall
        wrapMode: Text.Wrap
        Layout.fillWidth: true
    }
}
