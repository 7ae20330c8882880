// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme

// A number to ask of the demo: follows what is in force, asks on release (or a moment after a key), and shows both
// while they differ.
ColumnLayout {
    id: root

    required property string label
    required property int inForce
    required property string inForceText
    required property string askedText
    property int from: 0
    property int to: 100
    property int stepSize: 1
    property color tint: Theme.accent
    readonly property int value: Math.round(slider.value)
    property bool asking: false

    signal asked(value: int)

    function moveTo(value: int) {
        root.asking = true
        slider.value = value
        later.restart()
    }
    function ask() {
        later.stop()
        patience.restart()
        root.asked(root.value)
    }

    spacing: 0
    // An answer to an earlier wish is not the end of this one.
    onInForceChanged: if (inForce === value && !slider.pressed) asking = false

    RowLayout {
        spacing: Theme.space
        Layout.fillWidth: true

        Label {
            text: root.label
            Layout.fillWidth: true
        }
        NumberText {
            objectName: root.objectName + "Number"
            text: root.askedText
            color: root.asking ? Theme.accent : Theme.text
        }
    }
    Item {
        implicitHeight: slider.implicitHeight
        Layout.fillWidth: true

        Style.Slider {
            id: slider

            objectName: root.objectName + "Handle"
            enabled: !Session.readOnly
            anchors.fill: parent
            from: root.from
            to: root.to
            stepSize: root.stepSize
            snapMode: Style.Slider.SnapAlways
            tint: root.tint
            Accessible.name: root.label
            Accessible.description: root.askedText
            onMoved: {
                root.asking = true
                if (!pressed)
                    later.restart()
            }
            onPressedChanged: if (!pressed && root.asking) root.ask()
            Keys.onPressed: event => {
                if (event.key !== Qt.Key_Home && event.key !== Qt.Key_End)
                    return
                root.moveTo(event.key === Qt.Key_Home ? root.from : root.to)
                event.accepted = true
            }
        }
        // Where the handle stood: what is in force.
        Rectangle {
            readonly property real place: (root.inForce - root.from) / Math.max(1, root.to - root.from)

            objectName: root.objectName + "Tick"
            x: slider.leftPadding + place * slider.availableWidth - width / 2
            y: parent.height - height
            width: Theme.focusLine
            height: Theme.space
            color: Theme.text
            visible: root.asking
        }
    }
    Label {
        text: qsTr("in force: %1").arg(root.inForceText)
        color: Theme.muted
        font.pixelSize: Theme.fontSmall
    }

    Binding {
        target: slider
        property: "value"
        value: root.inForce
        when: !root.asking
        restoreMode: Binding.RestoreNone
    }
    Timer {
        id: later

        interval: 400
        onTriggered: root.ask()
    }
    Timer {
        id: patience

        // What was asked and did not come is taken back, for the number must not lie.
        interval: 3000
        onTriggered: root.asking = false
    }
}
