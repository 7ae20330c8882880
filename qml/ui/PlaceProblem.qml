// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Why a link was not followed. No room when it was.
Rectangle {
    id: bar

    required property Navigator places

    objectName: "placeProblem"
    visible: places.problem !== ""
    implicitHeight: Theme.rowHeight + Theme.space
    color: Theme.surfaceAlt
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceLarge
        anchors.rightMargin: Theme.space
        spacing: Theme.space

        StateMark {
            kind: "bad"
        }
        Label {
            id: words

            objectName: "placeProblemText"
            text: bar.places.problem
            textFormat: Text.PlainText
            elide: Text.ElideRight
            Layout.fillWidth: true
        }
        Button {
            objectName: "placeProblemSwitch"
            visible: bar.places.otherCluster !== ""
            text: qsTr("Switch to %1").arg(bar.places.otherCluster)
            onClicked: bar.places.switchAndFollow()
        }
        IconButton {
            objectName: "placeProblemClose"
            iconName: "close"
            hint: qsTr("Close")
            onClicked: bar.places.forgetProblem()
        }
    }
}
