// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// One rule in words: number, name, when it holds, where it sends, how many requests it decides.
Rectangle {
    id: rule

    required property int index
    required property string name
    required property int number
    required property string when
    required property var split
    required property bool ruleOn
    required property bool changed
    required property string hits

    signal enabledAsked(on: bool)

    implicitHeight: 40
    radius: Theme.radiusSmall
    color: hover.hovered ? Theme.hover : "transparent"

    HoverHandler {
        id: hover
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.space
        anchors.rightMargin: Theme.space
        spacing: Theme.spaceMedium
        opacity: rule.ruleOn ? 1 : 0.5

        NumberText {
            text: rule.number
            color: Theme.muted
            Layout.preferredWidth: 18
        }
        Label {
            text: rule.name
            font.weight: Font.DemiBold
            elide: Text.ElideRight
            Layout.preferredWidth: 120
        }
        Label {
            id: words

            text: rule.when
            elide: Text.ElideRight
            ToolTip.text: text
            ToolTip.visible: truncated && hover.hovered
            Layout.fillWidth: true
        }
        SplitWords {
            split: rule.split
        }
        NumberText {
            text: rule.hits
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            Layout.preferredWidth: 56
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
