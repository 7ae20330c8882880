// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.Test
import Halftone.Ui

// The split's sliders under a real pointer and real keys.
Item {
    width: 1100
    height: 260

    TestSplit {
        id: source
    }
    SplitEditor {
        id: editor

        anchors.fill: parent
        split: source.model
    }
    TestCase {
        id: test

        name: "SplitEditor"
        when: windowShown

        function part(name: string): Item {
            const found = findChild(editor, name)
            verify(found, name)
            return found
        }
        // Where a share stands on a slider.
        function at(slider: Item, share: real): point {
            return Qt.point(slider.placeOf(share), slider.height / 2)
        }
        function dragTo(slider: Item, from: real, share: real) {
            const start = at(slider, from)
            const end = at(slider, share)
            mousePress(slider, start.x, start.y)
            mouseMove(slider, (start.x + end.x) / 2, start.y)
            mouseMove(slider, end.x, end.y)
            mouseRelease(slider, end.x, end.y)
        }
        function weights(): var {
            return source.weights()
        }

        function init() {
            part("splitSlider_v2").forceActiveFocus()
            source.reset()
            // v2 500, v3 1500, v1 (stable) 8000
        }

        function test_draggingMovesTheStableVersion() {
            dragTo(part("splitSlider_v2"), 0.05, 0.30)
            const now = weights()
            verify(Math.abs(now[0] - 3000) < 25, now[0])
            compare(now[1], 1500)
            compare(now[0] + now[1] + now[2], 10000)
        }
        function test_draggingPastTheEndStopsAtTheWhole() {
            dragTo(part("splitSlider_v2"), 0.05, 1.2)
            compare(weights(), [10000, 0, 0])
        }
        function test_draggingBackRestoresEverything() {
            const slider = part("splitSlider_v2")
            const start = at(slider, 0.05)
            mousePress(slider, start.x, start.y)
            mouseMove(slider, at(slider, 0.9).x, start.y)
            mouseMove(slider, start.x, start.y)
            mouseRelease(slider, start.x, start.y)
            verify(Math.abs(weights()[0] - 500) < 25)
            compare(weights()[1], 1500)
        }
        function test_keysStepInThreeSizes() {
            part("splitSlider_v2").forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Right)
            compare(weights()[0], 600)
            keyClick(Qt.Key_Left, Qt.ControlModifier)
            compare(weights()[0], 599)
            keyClick(Qt.Key_Up, Qt.ShiftModifier)
            compare(weights()[0], 1599)
            keyClick(Qt.Key_PageDown)
            compare(weights()[0], 599)
            keyClick(Qt.Key_End)
            compare(weights()[0], 10000)
            keyClick(Qt.Key_Home)
            compare(weights()[0], 0)
        }
        function test_aLockLimitsTheOthersAndStopsItsOwnSlider() {
            mouseClick(part("splitLock_v3"))
            part("splitSlider_v2").forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_End)
            compare(weights(), [8500, 1500, 0])
            compare(part("splitSlider_v3").enabled, false)
            mouseClick(part("splitLock_v3"))
            compare(part("splitSlider_v3").enabled, true)
        }
        function test_aTypedNumberCountsAtOnceAsOneStep() {
            const field = part("splitField_v2")
            mouseClick(field)
            keyClick("3")
            compare(weights()[0], 300)
            const step = source.gesture()
            keyClick("0")
            compare(weights(), [3000, 1500, 5500])
            keyClick("x")
            compare(weights()[0], 500, "no number: as it was before")
            compare(field.text, "30x")
            keyClick(Qt.Key_Backspace)
            compare(weights()[0], 3000)
            compare(source.gesture(), step)
        }
        function test_aTypedNumberIsPutInFormOnReturn() {
            const field = part("splitField_v2")
            mouseClick(field)
            for (const key of "12.34")
                keyClick(key)
            keyClick(Qt.Key_Return)
            compare(weights()[0], 1234)
            compare(part("splitField_v1").text, "72.66")
        }
        function test_aDoubleClickTakesTheNumberAsAWhole() {
            const field = part("splitField_v2")
            part("splitSlider_v2").forceActiveFocus(Qt.TabFocusReason)
            mouseDoubleClickSequence(field, field.width - 12, field.height / 2)
            compare(field.selectedText, "5.00")
            keyClick("7")
            keyClick(Qt.Key_Return)
            compare(weights()[0], 700)
            compare(field.selectedText, "7.00", "ready for another")
        }
        function test_aLaterClickSetsTheCursor() {
            const field = part("splitField_v2")
            part("splitSlider_v2").forceActiveFocus(Qt.TabFocusReason)
            field.forceActiveFocus(Qt.TabFocusReason)
            compare(field.selectedText, "5.00")
            mouseClick(field, field.width - 2, field.height / 2)
            compare(field.selectedText, "")
            compare(field.cursorPosition, 4)
        }
        function test_escapePutsBackWhatWasTyped() {
            const field = part("splitField_v2")
            mouseClick(field)
            keyClick("9")
            compare(field.text, "9")
            keyClick(Qt.Key_Escape)
            compare(field.text, "5.00")
            compare(weights()[0], 500)
        }
        function test_aFieldThatNobodyTypedIntoFollowsAndChangesNothing() {
            const field = part("splitField_v2")
            field.forceActiveFocus(Qt.TabFocusReason)
            source.model.shareEvenly()
            compare(field.text, "33.33")
            part("splitSlider_v2").forceActiveFocus(Qt.TabFocusReason)
            compare(weights()[0], 3333)
        }
        function test_aTypedWordIsPutBack() {
            const field = part("splitField_v2")
            mouseClick(field)
            for (const key of "abc")
                keyClick(key)
            keyClick(Qt.Key_Return)
            compare(field.text, "5.00")
            compare(weights()[0], 500)
        }
        function test_evenlyAndResetAreButtons() {
            mouseClick(part("evenlyButton"))
            compare(weights(), [3333, 3333, 3334])
            compare(part("splitSum").text, "100.00")
            mouseClick(part("resetSplitButton"))
            compare(weights(), [500, 1500, 8000])
        }
        function test_proportionalKeepsTheRatioOfTheOthers() {
            mouseClick(part("balancing_true"))
            part("splitSlider_v2").forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Home)
            compare(weights(), [0, 1579, 8421])
            mouseClick(part("balancing_false"))
        }
        function test_aScreenReaderMovesTheModel() {
            const slider = part("splitSlider_v2")
            slider.value = 2000
            compare(weights()[0], 2000)
            compare(slider.value, 2000)
        }
        function test_theNeedleStandsAtTheMeasuredShare() {
            source.measure(0.25, 0.2, 0.3)
            const slider = part("splitSlider_v2")
            const needle = findChild(slider, "measuredNeedle")
            tryVerify(() => Math.abs(needle.x + needle.width / 2 - slider.placeOf(0.25)) < 1)
            const band = findChild(slider, "measuredBand")
            fuzzyCompare(band.x, slider.placeOf(0.2), 1)
            fuzzyCompare(band.width, slider.placeOf(0.3) - slider.placeOf(0.2), 1)
        }
    }
}
