// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.Style as Style
import Halftone.Test
import Halftone.Theme

// What one types in, chooses from and slides.
Item {
    id: stage

    width: 500
    height: 500

    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    Column {
        spacing: Theme.space

        Style.TextField {
            id: field

            placeholderText: "Why (kept in the history)"
            Accessible.name: "Reason"
            width: 260
        }
        TextArea {
            id: area

            placeholderText: "Message"
            Accessible.name: "Message"
            width: 260
            height: 80
        }
        SpinBox {
            id: spin

            from: 1
            to: 50
            value: 10
            Accessible.name: "Rate"
        }
        ComboBox {
            id: combo

            model: ["alpha", "beta", "gamma", "a service with a rather long name"]
            Accessible.name: "Service"
        }
        Slider {
            id: slider

            from: 0
            to: 100
            stepSize: 1
            value: 20
            Accessible.name: "Share"
            width: 300
        }
    }
    SignalSpy {
        id: accepted

        target: field
        signalName: "accepted"
    }
    SignalSpy {
        id: activated

        target: combo
        signalName: "activated"
    }
    ControlTest {
        id: test

        name: "Fields"

        function every(): var {
            return [["TextField", field], ["TextArea", area], ["SpinBox", spin], ["ComboBox", combo], ["Slider", slider]]
                .map(entry => ({ tag: entry[0], control: entry[1] }))
        }
        function type(text: string) {
            for (const key of text)
                keyClick(key)
        }
        function init() {
            mouseMove(stage, stage.width - 1, stage.height - 1)
            field.clear()
            field.faulty = false
            area.clear()
            spin.value = 10
            combo.currentIndex = 0
            combo.popup.close()
            slider.value = 20
            slider.forceActiveFocus()
        }
        function cleanup() {
            Theme.dark = true
        }

        function test_theFocusIsSeen_data() {
            return every()
        }
        function test_theFocusIsSeen(data: var) {
            test.inBothThemes(() => {
                const elsewhere = data.control === field ? area : field
                elsewhere.forceActiveFocus()
                const border = data.control === slider ? slider.handle.border : data.control.background.border
                const before = [String(border.color), border.width]
                data.control.forceActiveFocus(Qt.TabFocusReason)
                verify(String(border.color) !== before[0] || border.width !== before[1])
                verify(test.contrast(border.color, Theme.window) >= 3)
            })
        }
        function test_namesAndRolesAreTold() {
            compare(TestAccess.name(field), "Reason")
            compare(TestAccess.role(field), "EditableText")
            compare(TestAccess.role(area), "EditableText")
            compare(TestAccess.role(spin), "SpinBox")
            compare(TestAccess.role(combo), "ComboBox")
            compare(TestAccess.role(slider), "Slider")
            compare(TestAccess.name(slider), "Share")
        }
        function test_tabWalksThroughThem() {
            field.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Tab)
            verify(area.activeFocus)
        }
        function test_textIsTypedAndAccepted() {
            accepted.clear()
            mouseClick(field)
            type("busy")
            compare(field.text, "busy")
            keyClick(Qt.Key_Return)
            compare(accepted.count, 1)
            keyClick(Qt.Key_A, Qt.ControlModifier)
            keyClick(Qt.Key_Delete)
            compare(field.text, "")
        }
        function test_textIsChosenWithTheMouse() {
            field.text = "weekend"
            mouseDoubleClickSequence(field, 30, field.height / 2)
            compare(field.selectedText, "weekend")
        }
        function test_thePlaceholderGoesWithTheFirstLetter() {
            const shown = () => test.texts(field).some(label => label.text === field.placeholderText)
            verify(shown())
            test.verifyFits(field)
            field.text = "a"
            verify(!shown())
        }
        function test_textPlaceholderAndSelectionAreReadable_data() {
            return [{ tag: "TextField", control: field }, { tag: "TextArea", control: area }]
        }
        function test_textPlaceholderAndSelectionAreReadable(data: var) {
            test.inBothThemes(() => {
                const ground = data.control.background.color
                test.verifyReadable(data.control.color, ground, "text")
                test.verifyReadable(data.control.placeholderTextColor, ground, "placeholder")
                test.verifyReadable(data.control.selectedTextColor, data.control.selectionColor, "selection")
            })
        }
        function test_aFaultyFieldIsRedWithAndWithoutFocus() {
            field.faulty = true
            verify(Qt.colorEqual(field.background.border.color, Theme.bad))
            field.forceActiveFocus()
            verify(Qt.colorEqual(field.background.border.color, Theme.bad))
        }
        function test_anAreaHasManyLines() {
            mouseClick(area)
            type("one")
            keyClick(Qt.Key_Return)
            type("two")
            compare(area.text, "one\ntwo")
        }
        function test_aNumberIsSteppedTypedAndKeptInItsRange() {
            mouseClick(spin, spin.width - 10, spin.height / 4)
            compare(spin.value, 11)
            mouseClick(spin, spin.width - 10, spin.height * 3 / 4)
            compare(spin.value, 10)
            spin.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Up)
            compare(spin.value, 11)
            spin.contentItem.selectAll()
            type("42")
            keyClick(Qt.Key_Return)
            compare(spin.value, 42)
            spin.contentItem.selectAll()
            type("99")
            keyClick(Qt.Key_Return)
            verify(spin.value <= 50)
        }
        function test_aChoiceIsOpenedWalkedAndTakenByKeys() {
            activated.clear()
            combo.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            tryCompare(combo.popup, "opened", true)
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Return)
            tryCompare(combo.popup, "visible", false)
            compare(combo.currentText, "beta")
            compare(activated.count, 1)
        }
        function test_aChoiceIsTakenByAClick() {
            mouseClick(combo)
            tryCompare(combo.popup, "opened", true)
            const list = combo.popup.contentItem
            tryVerify(() => list.itemAtIndex(2) !== null)
            mouseClick(list.itemAtIndex(2))
            tryCompare(combo.popup, "visible", false)
            compare(combo.currentText, "gamma")
        }
        function test_escapeLeavesTheChoiceAsItWas() {
            combo.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            tryCompare(combo.popup, "opened", true)
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Escape)
            tryCompare(combo.popup, "visible", false)
            compare(combo.currentText, "alpha")
        }
        function test_arrowsChangeAClosedChoice() {
            combo.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Down)
            compare(combo.currentText, "beta")
            keyClick(Qt.Key_Up)
            compare(combo.currentText, "alpha")
        }
        function test_aLongNameFits() {
            combo.currentIndex = 3
            verify(combo.contentItem.contentWidth <= combo.availableWidth)
            mouseClick(combo)
            tryCompare(combo.popup, "opened", true)
            tryVerify(() => combo.popup.contentItem.itemAtIndex(3) !== null)
            test.verifyFits(combo.popup.contentItem.itemAtIndex(3))
        }
        function test_theChoiceIsReadable() {
            test.inBothThemes(() => test.verifyReadable(combo.contentItem.color, combo.background.color, "choice"))
        }
        function test_aSliderIsDraggedAndStepped() {
            const y = slider.height / 2
            mousePress(slider, slider.handle.x + 7, y)
            mouseMove(slider, slider.width / 2, y)
            mouseMove(slider, slider.width, y)
            mouseRelease(slider, slider.width, y)
            compare(slider.value, 100)
            slider.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Left)
            compare(slider.value, 99)
            keyClick(Qt.Key_Right)
            compare(slider.value, 100)
        }
        function test_aClickOnTheTrackMovesThere() {
            mouseClick(slider, slider.leftPadding + slider.availableWidth / 2, slider.height / 2)
            fuzzyCompare(slider.value, 50, 3)
        }
    }
}
