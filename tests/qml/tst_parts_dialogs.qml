// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// What asks before it does, and what finds everything by its name.
Item {
    id: stage

    property var confirmed: []

    width: 900
    height: 700

    TestCommands {
        id: commands
    }
    ConfirmDialog {
        id: confirm

        objectName: "drop"
        title: "Drain chat-1"
        message: "20 sessions move to other nodes."
        action: "Drain"
        word: "chat"
        asksWhy: true
        onConfirmed: why => stage.confirmed.push(why)
    }
    CommandPalette {
        id: palette

        model: commands.model
    }
    ShortcutSheet {
        id: sheet
    }
    ControlTest {
        id: test

        name: "Dialogs"

        function type(text: string) {
            for (const key of text)
                keyClick(key)
        }
        function ask(production: bool) {
            TestCluster.use(production)
            confirm.ask()
            tryCompare(confirm, "opened", true)
        }
        function inDialog(name: string): Item {
            return test.part(confirm.contentItem, name)
        }
        function init() {
            stage.confirmed = []
        }
        function cleanup() {
            for (const dialog of [confirm, palette, sheet]) {
                dialog.close()
                tryCompare(dialog, "visible", false)
            }
            TestCluster.use(false)
            Theme.dark = true
            Session.language = "en"
        }

        function test_agreeingTellsWhy() {
            ask(false)
            verify(inDialog("dropWhy").activeFocus)
            type("disk")
            keyClick(Qt.Key_Return)
            compare(stage.confirmed, ["disk"])
            tryCompare(confirm, "visible", false)
        }
        function test_enterAgreesWhereTheButtonHasTheFocusButNotToWhatCannotBeUndone() {
            confirm.asksWhy = false
            confirm.forGood = true
            ask(false)
            keyClick(Qt.Key_Return)
            tryCompare(confirm, "visible", false)
            compare(stage.confirmed, [])
            confirm.forGood = false
            ask(false)
            verify(test.part(confirm.footer, "dropYes").visualFocus)
            keyClick(Qt.Key_Return)
            tryCompare(confirm, "visible", false)
            compare(stage.confirmed, [""])
            confirm.asksWhy = true
        }
        function test_escapeAndCancelDoNothing() {
            ask(false)
            keyClick(Qt.Key_Escape)
            tryCompare(confirm, "visible", false)
            ask(false)
            mouseClick(test.part(confirm.footer, "dropCancel"))
            tryCompare(confirm, "visible", false)
            compare(stage.confirmed, [])
        }
        function test_onProductionTheWordIsTypedFirst() {
            ask(true)
            const word = inDialog("dropWord")
            verify(word.activeFocus)
            const yes = test.part(confirm.footer, "dropYes")
            compare(yes.enabled, false)
            keyClick(Qt.Key_Return)
            type("cha")
            compare(yes.enabled, false)
            type("t")
            compare(yes.enabled, true)
            mouseClick(yes)
            compare(stage.confirmed, [""])
        }
        function test_theWordIsForgottenEachTime() {
            ask(true)
            type("chat")
            keyClick(Qt.Key_Escape)
            tryCompare(confirm, "visible", false)
            ask(true)
            compare(inDialog("dropWord").text, "")
            compare(test.part(confirm.footer, "dropYes").enabled, false)
        }
        function test_elsewhereNoWordIsAskedFor() {
            ask(false)
            compare(inDialog("dropWord").visible, false)
            compare(test.part(confirm.footer, "dropYes").enabled, true)
        }
        function test_aDialogIsReadableAndFits() {
            ask(true)
            test.inBothThemes(() => {
                for (const label of test.texts(confirm.contentItem).filter(label => "font" in label && !("selectedText" in label)))
                    test.verifyReadable(label.color, confirm.background.color, label.text)
            })
            test.verifyFits(confirm.footer)
        }

        function test_thePaletteFindsAndRunsByKeys() {
            palette.open()
            tryCompare(palette, "opened", true)
            const input = test.part(palette.contentItem, "paletteInput")
            verify(input.activeFocus)
            const list = test.part(palette.contentItem, "paletteList")
            compare(list.count, 3)
            type("theme")
            compare(list.count, 1)
            keyClick(Qt.Key_Return)
            compare(commands.chosen, "action:theme")
            tryCompare(palette, "visible", false)
        }
        function test_thePaletteIsWalkedByArrowsAndRunByAClick() {
            palette.open()
            tryCompare(palette, "opened", true)
            const list = test.part(palette.contentItem, "paletteList")
            keyClick(Qt.Key_Down)
            compare(list.currentIndex, 1)
            keyClick(Qt.Key_Up)
            keyClick(Qt.Key_Up)
            compare(list.currentIndex, 0)
            for (let i = 0; i < 5; ++i)
                keyClick(Qt.Key_Down)
            compare(list.currentIndex, 2)
            const entry = test.part(list, "paletteEntry_0")
            test.verifyFits(entry)
            compare(TestAccess.name(entry), "Traffic, Page")
            mouseClick(entry)
            compare(commands.chosen, "halftone://traffic")
        }
        function test_thePaletteBeginsAnewAndClosesByEscape() {
            palette.open()
            tryCompare(palette, "opened", true)
            type("zzz")
            compare(test.part(palette.contentItem, "paletteList").count, 0)
            keyClick(Qt.Key_Return)
            tryCompare(palette, "visible", false)
            palette.open()
            tryCompare(palette, "opened", true)
            compare(test.part(palette.contentItem, "paletteInput").text, "")
            compare(test.part(palette.contentItem, "paletteList").count, 3)
            keyClick(Qt.Key_Escape)
            tryCompare(palette, "visible", false)
        }

        function test_theSheetOfKeysFitsAndCloses() {
            sheet.open()
            tryCompare(sheet, "opened", true)
            test.verifyFits(sheet.contentItem)
            verify(test.shownText(sheet.contentItem).includes("Ctrl+K"))
            keyClick(Qt.Key_Escape)
            tryCompare(sheet, "visible", false)
        }
    }
}
