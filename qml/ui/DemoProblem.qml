// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Why the demo did not do what was last asked of it. No room when it did.
Rectangle {
    id: bar

    required property DemoViewModel vm

    objectName: "demoProblem"
    visible: vm.problem !== ""
    implicitHeight: Theme.rowHeight + Theme.space
    radius: Theme.radius
    color: Theme.surfaceAlt
    border.width: Theme.line
    border.color: Theme.bad
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceMedium
        anchors.rightMargin: Theme.spaceMedium
        spacing: Theme.space

        StateMark {
            kind: "bad"
        }
        Label {
            id: words

            text: qsTr("The demo did not do it: %1").arg(bar.vm.problem)
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
}
