// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Where charts are written: HealthExport and HealthExportDialog.
PageTest {
    id: test

    readonly property var charts: [{ title: "Requests per second", plot: null }]

    function ask(format: string) {
        show({ width: 120, height: 28 })
        mouseClick(shown)
        press("healthExport" + format)
        tryCompare(anywhere("exportName"), "activeFocus", true)
        anywhere("exportFolder").text = "/tmp"
        called()
    }

    name: "HealthExport"
    page: Component {
        HealthExport {
            vm: FullHealth {}
            charts: test.charts
        }
    }

    function test_eachFormatHasItsTitleAndSuffix_data() {
        return [
            { tag: "Png", title: "Write a picture (PNG)" }, { tag: "Svg", title: "Write a drawing (SVG)" }, { tag: "Csv", title: "Write the numbers (CSV)" }
        ]
    }
    function test_eachFormatHasItsTitleAndSuffix(data) {
        ask(data.tag)
        const name = anywhere("exportName")
        verify(name.text.startsWith("chat-"), name.text)
        verify(name.text.endsWith("." + data.tag.toLowerCase()), name.text)
        compare(name.selectedText, name.text.slice(0, -4), "one types over the name and keeps the suffix")
        verify(shownText(shown.Window.window.contentItem).includes(data.title))
    }
    function test_aFileIsWritten() {
        ask("Csv")
        vm.answers = { exportTo: () => true }
        type("halftone-test-that-is-not-there")
        keyClick(Qt.Key_Return)
        const calls = called()
        compare(calls.length, 1)
        compare(calls[0][0], "exportTo")
        compare(String(calls[0][1]), "file:///tmp/halftone-test-that-is-not-there.csv")
        compare(calls[0][2][0].title, "Requests per second")
        tryCompare(anywhere("exportName"), "visible", false)
    }
    function test_whatFailsIsSaidAndTheDialogStays() {
        ask("Png")
        vm.answers = { exportTo: () => false }
        vm.exportText = "No space is left"
        type("halftone-test-that-is-not-there")
        press("exportWrite")
        tryCompare(anywhere("exportMessage"), "text", "No space is left")
        compare(anywhere("exportMessage").color, Theme.bad)
        compare(called().map(call => call[0]), ["exportTo", "forgetExport"])
        compare(anywhere("exportName").visible, true)
        anywhere("exportName").forceActiveFocus()
        type("x")
        tryCompare(anywhere("exportMessage"), "visible", false)
    }
    function test_aFolderThatIsNotThereIsSaidAtOnce() {
        ask("Png")
        const folder = anywhere("exportFolder")
        folder.text = "/tmp/halftone-no-such-folder"
        verify(anywhere("exportMessage").text !== "")
        compare(anywhere("exportWrite").enabled, false)
        folder.forceActiveFocus()
        keyClick(Qt.Key_Return)
        compare(called(), [])
        press("exportCancel")
        tryCompare(folder, "visible", false)
    }
}
