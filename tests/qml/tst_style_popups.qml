// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.Test
import Halftone.Theme

// What opens above a page and goes again: menus, dialogs, tool tips.
Item {
    id: stage

    width: 700
    height: 500

    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    Button {
        id: opener

        text: "Open"
        ToolTip.text: "What this does, at some length, so that it needs more than one line of the width that a tip may have"
        ToolTip.visible: hovered
        ToolTip.delay: 0
        onClicked: menu.popup(opener, 0, height)
    }
    Menu {
        id: menu

        MenuItem {
            id: kick

            text: "Kick"
        }
        MenuItem {
            id: move

            text: "Move to another node of this version"
        }
        MenuItem {
            id: keep

            text: "Keep"
            checkable: true
        }
    }
    Dialog {
        id: dialog

        title: "Publish to chat"
        modal: true
        focus: true
        anchors.centerIn: parent
        width: 320

        Label {
            text: "10 of 100 users change version."
        }
        footer: Row {
            padding: Theme.space

            Button {
                id: ok

                text: "Publish"
                onClicked: dialog.accept()
            }
        }
    }
    Popup {
        id: popup

        x: 100
        y: 100

        Label {
            id: words

            text: "A few words"
        }
    }
    Flickable {
        id: flick

        x: 400
        width: 120
        height: 120
        contentHeight: 1000
        ScrollBar.vertical: ScrollBar {
            id: scroll
        }
    }
    SignalSpy {
        id: triggered

        signalName: "triggered"
    }
    SignalSpy {
        id: acceptedDialog

        target: dialog
        signalName: "accepted"
    }
    ControlTest {
        id: test

        name: "Popups"

        function openMenu() {
            mouseClick(opener)
            tryCompare(menu, "opened", true)
        }
        function cleanup() {
            Theme.dark = true
            menu.close()
            dialog.close()
            popup.close()
            tryCompare(menu, "visible", false)
            tryCompare(dialog, "visible", false)
            mouseMove(stage, stage.width - 1, stage.height - 1)
        }

        function test_aMenusEntryIsClicked() {
            triggered.target = move
            triggered.clear()
            openMenu()
            mouseClick(move)
            compare(triggered.count, 1)
            tryCompare(menu, "visible", false)
        }
        function test_aMenuIsAsWideAsItsLongestEntry() {
            openMenu()
            verify(move.width >= move.implicitWidth)
            verify(menu.width >= move.implicitWidth)
        }
        function test_aMenuIsWalkedByArrowsAndTakenByEnter() {
            triggered.target = move
            triggered.clear()
            openMenu()
            menu.currentIndex = -1
            keyClick(Qt.Key_Down)
            compare(kick.highlighted, true)
            keyClick(Qt.Key_Down)
            compare(move.highlighted, true)
            keyClick(Qt.Key_Return)
            compare(triggered.count, 1)
        }
        function test_escapeAndAClickBesideCloseAMenu() {
            openMenu()
            keyClick(Qt.Key_Escape)
            tryCompare(menu, "visible", false)
            openMenu()
            mouseClick(stage, stage.width - 20, stage.height - 20)
            tryCompare(menu, "visible", false)
        }
        function test_aMenuIsToldAndFits() {
            openMenu()
            compare(TestAccess.role(move), "MenuItem")
            compare(TestAccess.name(move), "Move to another node of this version")
            test.verifyFits(menu.contentItem)
        }
        function test_theEntryUnderThePointerIsReadable() {
            openMenu()
            menu.currentIndex = 1
            test.inBothThemes(() => {
                test.verifyReadable(test.texts(move)[0].color, move.background.color, "highlighted")
                test.verifyReadable(test.texts(kick)[0].color, menu.background.color, "plain")
            })
        }
        function test_anEntryIsChecked() {
            openMenu()
            mouseClick(keep)
            compare(keep.checked, true)
            openMenu()
            compare(keep.indicator.visible, true)
        }
        function test_aDialogTakesTheFocusAndClosesByEscape() {
            opener.forceActiveFocus()
            dialog.open()
            tryCompare(dialog, "opened", true)
            verify(!opener.activeFocus)
            keyClick(Qt.Key_Escape)
            tryCompare(dialog, "visible", false)
        }
        function test_aModalDialogLetsNothingThrough() {
            dialog.open()
            tryCompare(dialog, "opened", true)
            mouseClick(opener)
            compare(menu.visible, false)
        }
        function test_aDialogsButtonAccepts() {
            dialog.open()
            tryCompare(dialog, "opened", true)
            acceptedDialog.clear()
            mouseClick(ok)
            compare(acceptedDialog.count, 1)
        }
        function test_aDialogsTitleAndTextFitAndAreReadable() {
            dialog.open()
            tryCompare(dialog, "opened", true)
            test.verifyFits(dialog.header)
            compare(dialog.header.text, "Publish to chat")
            test.inBothThemes(() => test.verifyReadable(dialog.header.color, dialog.background.color, "title"))
        }
        function test_aPopupClosesByEscape() {
            popup.focus = true
            popup.open()
            tryCompare(popup, "opened", true)
            test.verifyFits(popup.contentItem)
            keyClick(Qt.Key_Escape)
            tryCompare(popup, "visible", false)
        }
        function test_aTipComesWithThePointerAndWrapsWhatIsLong() {
            mouseMove(opener, opener.width / 2, opener.height / 2)
            const tip = opener.ToolTip.toolTip
            tryCompare(tip, "opened", true)
            compare(tip.text, opener.ToolTip.text)
            verify(tip.width <= tip.widest)
            const label = tip.contentItem
            verify(label.lineCount > 1)
            verify(label.paintedWidth <= label.width + 1)
            test.inBothThemes(() => test.verifyReadable(label.color, tip.background.color, "tip"))
            mouseMove(stage, stage.width - 1, stage.height - 1)
            tryCompare(tip, "visible", false)
        }
        function test_aScrollBarScrollsByDragging() {
            compare(scroll.visible, true)
            mousePress(scroll, scroll.width / 2, 4)
            mouseMove(scroll, scroll.width / 2, 40)
            mouseMove(scroll, scroll.width / 2, 80)
            mouseRelease(scroll, scroll.width / 2, 80)
            verify(flick.contentY > 100)
            flick.contentHeight = 50
            compare(scroll.visible, false)
            flick.contentHeight = 1000
        }
    }
}
