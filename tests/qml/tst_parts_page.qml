// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// The frame of every page: its head, its state, its cards; texts beside each other.
Item {
    id: stage

    property string text: "{\n  \"on\": true\n}"

    width: 900
    height: 700

    TestPage {
        id: page
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    PageStateBar {
        id: state

        width: 600
        vm: page
    }
    PageHeader {
        id: header

        y: 50
        width: 600
        title: "Traffic"
        subtitle: "chat, revision 7"

        IconButton {
            id: icon

            objectName: "historyButton"
            iconName: "history"
            hint: "History (Ctrl+H)"
        }
    }
    Card {
        id: card

        y: 100
        width: 300
        height: 100
        title: "Rules"

        Label {
            text: "No rules."
        }
    }
    DiffView {
        id: diff

        objectName: "diff"
        y: 210
        width: 800
        height: 160
        leftTitle: "in force"
        rightTitle: "draft"
        rows: [{ kind: "same", leftNumber: "1", rightNumber: "1", left: "{", right: "{" },
               { kind: "changed", leftNumber: "2", rightNumber: "2", left: "\"weight\": 5", right: "\"weight\": 10" },
               { kind: "added", leftNumber: "", rightNumber: "3", left: "", right: "\"on\": true" },
               { kind: "removed", leftNumber: "3", rightNumber: "", left: "\"old\": 1", right: "" },
               { kind: "gap", leftNumber: "", rightNumber: "", left: "", right: "" }]
    }
    CodeArea {
        id: code

        objectName: "code"
        y: 380
        width: 400
        height: 120
        text: stage.text
        onEdited: text => stage.text = text
    }
    NavItem {
        id: nav

        y: 520
        width: 168
        text: "Sessions"
        iconName: "sessions"
        shortcutText: "Ctrl+5"
        focusPolicy: Qt.StrongFocus
    }
    FavouriteItem {
        id: pinned

        objectName: "favourite"
        y: 560
        width: 168
        link: "halftone://traffic/chat"
        title: "Traffic of chat"
        page: "traffic"
        focusPolicy: Qt.StrongFocus
    }
    ChangeRow {
        id: change

        y: 610
        width: 500
        modelData: ({ what: "Weight of", version: "v2", before: "5.00 %", after: "10.00 %" })
    }
    SignalSpy {
        id: clicks

        signalName: "clicked"
    }
    SignalSpy {
        id: removals

        target: pinned
        signalName: "removeAsked"
    }
    ControlTest {
        id: test

        name: "PageParts"

        function init() {
            mouseMove(stage, stage.width - 1, stage.height - 1)
            stage.text = "{\n  \"on\": true\n}"
            code.problems = []
            code.readOnly = false
            header.forceActiveFocus()
            page.say(PageViewModel.Ready, "")
        }
        function cleanup() {
            Theme.dark = true
            Session.language = "en"
        }

        function test_aPagesStateIsSaidAndTold_data() {
            return [{ tag: "loading", state: PageViewModel.Loading, color: "border", text: "" },
                    { tag: "stale", state: PageViewModel.Stale, color: "warn", text: "Consul has not answered for 5 s" },
                    { tag: "failed", state: PageViewModel.Failed, color: "bad", text: "Consul refuses: ACL not found" }]
        }
        function test_aPagesStateIsSaidAndTold(data: var) {
            page.say(data.state, data.text)
            compare(state.visible, true)
            const said = data.text === "" ? "Loading…" : data.text
            compare(test.shownText(state), said)
            compare(TestAccess.name(state), said)
            compare(TestAccess.role(state), "AlertMessage")
            verify(Qt.colorEqual(state.border.color, Theme[data.color]))
            test.verifyFits(state)
            test.inBothThemes(() => test.verifyReadable(test.texts(state)[0].color, state.color, data.tag))
        }
        function test_aPageThatIsWellTakesNoRoomForIt() {
            compare(state.visible, false)
            compare(state.implicitHeight, 0)
        }
        function test_aHeadHasTitleSubtitleAndTools() {
            compare(test.shownText(header), "Traffic chat, revision 7")
            test.verifyFits(header)
            verify(icon.mapToItem(header, 0, 0).x > header.width / 2)
        }
        function test_aLongSubtitleIsCutNotTheTitle() {
            header.subtitle = "x".repeat(300)
            test.verifyFits(test.texts(header)[0])
            verify(icon.mapToItem(header, 0, 0).x + icon.width <= header.width + 1)
            header.subtitle = "chat, revision 7"
        }
        function test_aPictureButtonIsToldByItsHint() {
            compare(TestAccess.name(icon), "History (Ctrl+H)")
            clicks.target = icon
            clicks.clear()
            icon.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            mouseClick(icon)
            compare(clicks.count, 2)
        }
        function test_aPictureButtonShowsItsHint() {
            mouseMove(icon, 5, 5)
            tryCompare(icon.ToolTip.toolTip, "opened", true)
            compare(icon.ToolTip.toolTip.text, "History (Ctrl+H)")
        }
        function test_aCardIsReadable() {
            verify(test.shownText(card).includes("Rules"))
            test.verifyFits(card)
            test.inBothThemes(() => {
                for (const label of test.texts(card))
                    test.verifyReadable(label.color, card.color, label.text)
            })
        }
        function test_aCardWithoutTitleHasNoHead() {
            card.title = ""
            verify(!test.shownText(card).includes("Rules"))
            card.title = "Rules"
        }

        function test_twoTextsStandSideBySide() {
            const list = test.part(diff, "diffList")
            compare(list.count, 5)
            const changed = test.shownText(list.itemAtIndex(1))
            verify(changed.includes("\"weight\": 5") && changed.includes("\"weight\": 10"))
            verify(changed.includes("−") && changed.includes("+"))
            compare(test.shownText(list.itemAtIndex(4)), "⋯")
            verify(test.shownText(diff).includes("in force"))
        }
        function test_addedAndRemovedDifferInMoreThanColour() {
            const list = test.part(diff, "diffList")
            verify(!test.shownText(list.itemAtIndex(2)).includes("−"))
            verify(!test.shownText(list.itemAtIndex(3)).includes("+"))
        }
        function test_theDiffScrollsByKeys() {
            const rows = diff.rows
            diff.rows = Array.from({ length: 60 }, (_, i) => ({ kind: "same", leftNumber: i, rightNumber: i, left: "l" + i, right: "l" + i }))
            const list = test.part(diff, "diffList")
            list.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Down)
            tryVerify(() => list.contentY > 0)
            diff.rows = rows
        }

        function test_codeIsTypedWithItsLinesNumbered() {
            mouseClick(code.editor)
            keyClick(Qt.Key_End, Qt.ControlModifier)
            keyClick("x")
            compare(stage.text, "{\n  \"on\": true\n}x")
            verify(test.shownText(code).startsWith("1 2 3"))
        }
        function test_tabIndentsCode() {
            mouseClick(code.editor)
            keyClick(Qt.Key_Home, Qt.ControlModifier)
            keyClick(Qt.Key_Tab)
            verify(stage.text.startsWith("  {"))
        }
        function test_readOnlyCodeIsNotChangedAndTabLeavesIt() {
            code.readOnly = true
            mouseClick(code.editor)
            keyClick("x")
            compare(stage.text, "{\n  \"on\": true\n}")
            keyClick(Qt.Key_Tab)
            verify(!code.editor.activeFocus)
        }
        function test_aProblemReddensItsLineAndFrame() {
            code.problems = [{ offset: 4, length: 4, line: 2, message: "unknown" }]
            verify(Qt.colorEqual(code.border.color, Theme.bad))
            const numbers = test.texts(code).filter(label => /^\d$/.test(label.text))
            verify(Qt.colorEqual(numbers[1].color, Theme.bad))
            verify(Qt.colorEqual(numbers[0].color, Theme.muted))
        }
        function test_codeIsToldAsText() {
            compare(TestAccess.role(code.editor), "EditableText")
            code.editor.forceActiveFocus()
            verify(Qt.colorEqual(code.border.color, Theme.accent))
        }

        function test_aPageInTheSidebarIsPressedAndFits() {
            clicks.target = nav
            clicks.clear()
            mouseClick(nav)
            compare(clicks.count, 1)
            nav.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            compare(clicks.count, 2)
            compare(TestAccess.name(nav), "Sessions")
            nav.highlighted = true
            test.verifyFits(nav)
            test.inBothThemes(() => test.verifyReadable(test.texts(nav)[0].color, nav.background.color, "chosen page"))
            nav.highlighted = false
        }
        function test_aPinnedPlaceIsUnpinnedByItsCross() {
            removals.clear()
            mouseMove(pinned, 40, 10)
            tryCompare(test.part(pinned, "favouriteRemove"), "visible", true)
            mouseClick(test.part(pinned, "favouriteRemove"))
            compare(removals.count, 1)
        }
        function test_aChangeSaysWhatFromAndTo() {
            compare(test.shownText(change), "Weight of v2 5.00 % 10.00 %")
            test.verifyFits(change)
        }
    }
}
