// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Says that the page is loading, no longer live, or has nothing to show, and why. No room when all is well.
Rectangle {
    id: bar

    required property PageViewModel vm
    readonly property bool loading: vm.state === PageViewModel.Loading
    readonly property bool failed: vm.state === PageViewModel.Failed

    objectName: "pageState"
    visible: vm.state !== PageViewModel.Ready
    implicitHeight: visible ? Theme.rowHeight + Theme.space : 0
    radius: Theme.radius
    color: Theme.surfaceAlt
    border.width: Theme.line
    border.color: loading ? Theme.border : failed ? Theme.bad : Theme.warn
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceMedium
        anchors.rightMargin: Theme.spaceMedium
        spacing: Theme.space

        StateMark {
            kind: bar.loading ? "unknown" : bar.failed ? "bad" : "warn"
        }
        Label {
            id: words

            text: bar.vm.stateText !== "" ? bar.vm.stateText : qsTr("Loading…")
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
    }
}
