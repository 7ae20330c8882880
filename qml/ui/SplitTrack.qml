// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Halftone.Theme

// One version's slider. The handle is what is wanted, the tick what is in force, the needle with its band what is
// measured, the ring its share of the open sessions. It asks for a weight; the model answers with `weight`.
T.Slider {
    id: control

    required property int weight   // basis points
    required property int limit    // what others have locked away ends it here
    required property int inForce  // -1: none
    required property real measured  // 0..1; -1: none
    required property real measuredLow
    required property real measuredHigh
    required property real sessions  // 0..1; -1: none
    property bool disagrees: false
    property color tint: Theme.accent
    // What moves in time is the share, not the place on the track: that jumps when the page is laid out.
    property real needle: measured

    readonly property int whole: 10000
    readonly property int fine: 1
    readonly property int normal: 100
    readonly property int coarse: 1000
    readonly property int handleSize: 16
    readonly property int grooveHeight: 6
    readonly property int ringSize: 10
    readonly property real grooveTop: (height - grooveHeight) / 2
    readonly property real reach: availableWidth - handleSize

    signal weightAsked(weight: int)

    function placeOf(share: real): real {
        return leftPadding + handleSize / 2 + share * reach
    }
    function moveBy(event: var, step: int) {
        weightAsked(weight + step * ((event.modifiers & Qt.ControlModifier) ? fine
                                   : (event.modifiers & Qt.ShiftModifier) ? coarse : normal))
        event.accepted = true
    }

    implicitWidth: 320
    implicitHeight: 40
    leftPadding: 0
    rightPadding: 0
    from: 0
    to: whole
    stepSize: fine
    focusPolicy: Qt.StrongFocus
    onValueChanged: {
        const asked = Math.round(value)
        if (asked !== weight) {
            weightAsked(asked)
            value = weight
        }
    }
    Keys.onLeftPressed: event => moveBy(event, -1)
    Keys.onDownPressed: event => moveBy(event, -1)
    Keys.onRightPressed: event => moveBy(event, 1)
    Keys.onUpPressed: event => moveBy(event, 1)
    Keys.onPressed: event => {
        const jumps = { [Qt.Key_PageUp]: weight + coarse, [Qt.Key_PageDown]: weight - coarse,
                        [Qt.Key_Home]: 0, [Qt.Key_End]: limit }
        if (event.key in jumps) {
            weightAsked(jumps[event.key])
            event.accepted = true
        }
    }

    Behavior on needle {
        enabled: control.needle >= 0

        NumberAnimation { duration: 300; easing.type: Easing.OutCubic }
    }
    Binding {
        target: control
        property: "value"
        value: control.weight
    }

    background: Item {
        Rectangle {
            x: control.placeOf(0)
            y: control.grooveTop
            width: control.reach
            height: control.grooveHeight
            radius: height / 2
            color: Theme.pressed
        }
        Rectangle {
            x: control.placeOf(0)
            y: control.grooveTop
            width: control.reach * control.weight / control.whole
            height: control.grooveHeight
            radius: height / 2
            color: control.tint
            opacity: control.enabled ? 0.9 : 0.4
        }
        Rectangle {
            // what others have locked away
            visible: control.limit < control.whole
            x: control.placeOf(control.limit / control.whole)
            y: control.grooveTop
            width: control.placeOf(1) - x
            height: control.grooveHeight
            color: Theme.border
            opacity: 0.9
        }
        Rectangle {
            objectName: "inForceTick"
            visible: control.inForce >= 0
            x: control.placeOf(control.inForce / control.whole) - width / 2
            y: control.grooveTop + control.grooveHeight + Theme.spaceTiny
            width: Theme.focusLine
            height: Theme.space
            color: Theme.text
        }
        Rectangle {
            objectName: "measuredBand"
            visible: control.measured >= 0
            x: control.placeOf(control.measuredLow)
            y: control.grooveTop - height - Theme.spaceTiny
            width: Math.max(Theme.focusLine, control.placeOf(control.measuredHigh) - x)
            height: Theme.space
            radius: Theme.spaceTiny
            color: control.disagrees ? Theme.bad : control.tint
            opacity: 0.35
        }
        Rectangle {
            objectName: "measuredNeedle"
            visible: control.measured >= 0
            x: control.placeOf(control.needle) - width / 2
            y: control.grooveTop - height - Theme.spaceTiny / 2
            width: Theme.focusLine
            height: Theme.spaceMedium
            color: control.disagrees ? Theme.bad : control.tint
        }
        Rectangle {
            objectName: "sessionsMark"
            visible: control.sessions >= 0
            x: control.placeOf(control.sessions) - width / 2
            y: (control.height - height) / 2
            width: control.ringSize
            height: width
            radius: width / 2
            color: Theme.surface
            border.width: Theme.focusLine
            border.color: control.tint
        }
    }
    handle: Rectangle {
        x: control.placeOf(control.visualPosition) - width / 2
        y: (control.height - height) / 2
        width: control.handleSize
        height: width
        radius: width / 2
        visible: control.enabled
        color: control.pressed ? Qt.lighter(control.tint, 1.2) : control.tint
        border.width: Theme.focusLine
        border.color: control.visualFocus || control.pressed ? Theme.text : Theme.surface
    }
}
