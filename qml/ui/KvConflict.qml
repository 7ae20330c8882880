// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Says that somebody else changed the key, and asks whose text is to stand. Mine is left, theirs right.
Rectangle {
    id: bar

    required property KvViewModel vm

    objectName: "kvConflict"
    implicitHeight: row.implicitHeight + Theme.space
    radius: Theme.radius
    color: Theme.surfaceAlt
    border.width: Theme.line
    border.color: Theme.warn
    Accessible.role: Accessible.AlertMessage
    Accessible.name: vm.conflictText

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: Theme.spaceMedium
        anchors.rightMargin: Theme.spaceSmall
        spacing: Theme.space

        StateMark {
            kind: "warn"
        }
        Label {
            text: bar.vm.conflictText
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        Button {
            objectName: "kvKeepMine"
            text: qsTr("Go on with mine")
            ToolTip.text: qsTr("Your text (left) stays in the editor; saving it replaces theirs.")
            ToolTip.visible: hovered
            onClicked: bar.vm.keepMine()
        }
        Button {
            objectName: "kvTakeTheirs"
            text: qsTr("Take theirs")
            ToolTip.text: qsTr("The editor shows what is stored now (right); your text goes to the clipboard.")
            ToolTip.visible: hovered
            onClicked: bar.vm.takeTheirs()
        }
    }
}
