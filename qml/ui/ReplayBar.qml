// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// Above every page of a replay: that this is the past, and where in it; play, pause, speed, seek.
Rectangle {
    id: bar

    required property FlightViewModel flight

    implicitHeight: Theme.barHeight
    color: Theme.selection

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceLarge
        anchors.rightMargin: Theme.spaceMedium
        spacing: Theme.spaceMedium

        Style.Icon {
            name: "history"
            color: Theme.text
        }
        Label {
            objectName: "replayTitle"
            text: bar.flight.title
            font.weight: Font.DemiBold
        }
        Label {
            text: bar.flight.detail + "  ·  " + qsTr("nothing can be changed")
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
            elide: Text.ElideMiddle
            Layout.maximumWidth: 420
        }
        IconButton {
            objectName: "replayPlay"
            iconName: bar.flight.playing ? "pause" : "play"
            hint: bar.flight.playing ? qsTr("Pause (Ctrl+P)") : qsTr("Play (Ctrl+P)")
            tint: Theme.text
            onClicked: bar.flight.togglePlaying()
        }
        Slider {
            id: slider

            objectName: "replayPosition"
            from: 0
            to: 1
            stepSize: 0.001
            Accessible.name: qsTr("Position in the flight")
            Accessible.description: bar.flight.timeText
            Layout.fillWidth: true
            // A seek makes all pages anew: not for each pixel of a drag.
            onPressedChanged: {
                if (!pressed)
                    bar.flight.seek(value)
            }
            onMoved: {
                if (!pressed)
                    bar.flight.seek(value)
            }

            Binding {
                target: slider
                property: "value"
                value: bar.flight.position
                when: !slider.pressed
            }
        }
        NumberText {
            objectName: "replayTime"
            text: bar.flight.timeText + " / " + bar.flight.lengthText
        }
        SegmentedButtons {
            objectName: "replaySpeed"
            namePrefix: "replaySpeed"
            model: bar.flight.speeds
            current: bar.flight.speed
            onPicked: value => bar.flight.setSpeed(value)
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.accent
    }
}
