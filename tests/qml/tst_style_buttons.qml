// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.Test
import Halftone.Theme

// What one presses: by pointer and by key, seen by eye and told to a screen reader.
Item {
    id: stage

    width: 700
    height: 420

    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    Column {
        spacing: Theme.space

        Button {
            id: before

            text: "Before"
        }
        Button {
            id: plain

            text: "Publish"
        }
        Button {
            id: main

            text: "Publish"
            highlighted: true
        }
        ToolButton {
            id: tool

            text: "中文"
        }
        CheckBox {
            id: box

            text: "Production"
        }
        RadioButton {
            id: one

            text: "User"
            checked: true
        }
        RadioButton {
            id: other

            text: "Address"
        }
        Switch {
            id: power

            text: "show them"
        }
        TabBar {
            id: bar

            width: 400

            TabButton {
                id: first

                text: "First"
                width: implicitWidth
            }
            TabButton {
                id: second

                text: "Second"
                width: implicitWidth
            }
        }
        ItemDelegate {
            id: entry

            text: "chat"
            focusPolicy: Qt.StrongFocus
        }
    }
    SignalSpy {
        id: clicks

        signalName: "clicked"
    }
    ControlTest {
        id: test

        name: "Buttons"

        function all(): var {
            return [plain, main, tool, box, one, other, power, first, second, entry]
        }
        function every(): var {
            return all().map(control => ({ tag: String(control).split("_")[0] + " " + control.text, control: control }))
        }
        function init() {
            mouseMove(stage, stage.width - 1, stage.height - 1)
            Theme.dark = true
            box.checked = false
            one.checked = true
            power.checked = false
            bar.currentIndex = 0
        }
        function cleanup() {
            Theme.dark = true
            for (const control of all())
                control.enabled = true
        }

        function test_aClickAndTheSpaceBarPress_data() {
            return every()
        }
        function test_aClickAndTheSpaceBarPress(data: var) {
            clicks.target = data.control
            clicks.clear()
            mouseClick(data.control)
            compare(clicks.count, 1)
            data.control.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            compare(clicks.count, 2)
        }
        function test_theFocusIsSeen_data() {
            return every()
        }
        function test_theFocusIsSeen(data: var) {
            test.inBothThemes(() => {
                before.forceActiveFocus()
                const plain = TestEyes.picture(data.control)
                data.control.forceActiveFocus(Qt.TabFocusReason)
                verify(data.control.visualFocus)
                verify(plain !== TestEyes.picture(data.control))
            })
        }
        function test_aPressThatLeavesIsNone_data() {
            return every().filter(entry => entry.control !== power)  // which is dragged
        }
        function test_aPressThatLeavesIsNone(data: var) {
            clicks.target = data.control
            clicks.clear()
            mousePress(data.control)
            mouseMove(stage, stage.width - 1, stage.height - 1)
            mouseRelease(stage, stage.width - 1, stage.height - 1)
            compare(clicks.count, 0)
        }
        function test_whatIsDisabledDoesNothingAndFades_data() {
            return every()
        }
        function test_whatIsDisabledDoesNothingAndFades(data: var) {
            clicks.target = data.control
            clicks.clear()
            data.control.enabled = false
            mouseClick(data.control)
            compare(clicks.count, 0)
            verify(data.control.opacity < 1 || data.control.contentItem.opacity < 1)
        }
        function test_itIsToldByItsText_data() {
            return every()
        }
        function test_itIsToldByItsText(data: var) {
            compare(TestAccess.name(data.control), data.control.text)
        }
        function test_itsTextFits_data() {
            return every()
        }
        function test_itsTextFits(data: var) {
            test.verifyFits(data.control)
        }
        function test_itsTextIsReadable_data() {
            return every()
        }
        function test_itsTextIsReadable(data: var) {
            test.inBothThemes(() => {
                const label = test.texts(data.control)[0]
                const fill = data.control.background ? data.control.background.color : Theme.window
                test.verifyReadable(label.color, fill.a === 0 ? Theme.window : fill, data.tag)
            })
        }
        function test_rolesSayWhatTheyAre() {
            compare(TestAccess.role(plain), "Button")
            compare(TestAccess.role(tool), "Button")
            compare(TestAccess.role(box), "CheckBox")
            compare(TestAccess.role(one), "RadioButton")
            compare(TestAccess.role(first), "PageTab")
        }
        function test_tabGoesFromOneToTheNext() {
            test.verifyTabShows(before, plain)
            test.verifyTabShows(plain, main)
            test.verifyTabShows(main, tool)
            test.verifyTabShows(tool, box)
            keyClick(Qt.Key_Backtab)
            verify(tool.activeFocus)
        }
        function test_aBoxAndASwitchKeepWhatWasChosen() {
            mouseClick(box)
            compare(box.checked, true)
            const on = TestEyes.picture(box)
            mouseClick(box)
            compare(box.checked, false)
            verify(on !== TestEyes.picture(box))
            power.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            compare(power.checked, true)
        }
        function test_aSwitchIsDragged() {
            mousePress(power, 8, power.height / 2)
            mouseMove(power, 16, power.height / 2)
            mouseMove(power, 40, power.height / 2)
            mouseRelease(power, 40, power.height / 2)
            compare(power.checked, true)
        }
        function test_oneOfTheRadiosIsChosen() {
            mouseClick(other)
            compare(other.checked, true)
            compare(one.checked, false)
            one.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            compare(other.checked, false)
        }
        function test_tabsAreChosenByClickAndArrow() {
            mouseClick(second)
            compare(bar.currentIndex, 1)
            first.forceActiveFocus(Qt.TabFocusReason)
            bar.currentIndex = 0
            keyClick(Qt.Key_Right)
            compare(bar.currentIndex, 1)
        }
        function test_thePointerOverAButtonIsSeen() {
            const apart = TestEyes.picture(plain)
            mouseMove(plain, plain.width / 2, plain.height / 2)
            tryCompare(plain, "hovered", true)
            verify(apart !== TestEyes.picture(plain))
        }
        function test_theMainButtonStaysReadableWhilePressed() {
            test.inBothThemes(() => {
                mousePress(main)
                test.verifyReadable(test.texts(main)[0].color, main.background.color, "pressed")
                mouseRelease(main)
            })
        }
    }
}
