// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// The sidebar under the pointer, a window's keys, and the theme's two sides.
Item {
    width: 300
    height: 400

    Sidebar {
        id: sidebar

        anchors.fill: parent
        titles: ({ overview: "Overview", explain: "Explain", audit: "Audit", traffic: "Traffic", health: "Health", sessions: "Sessions", catalog: "Catalog", demo: "Demo" })
    }
    TestCommands {
        id: commands
    }
    WindowKeys {
        commands: commands.model
        onPageAsked: page => Session.page = page
    }
    TestNotices {
        id: told
    }
    NoticesButton {
        id: bell

        anchors.right: parent.right
        notices: told.notices
    }
    TestCase {
        name: "Shell"
        when: windowShown

        function test_aClickOpensThePage() {
            mouseClick(findChild(sidebar, "nav_catalog"))
            compare(Session.page, "catalog")
            compare(findChild(sidebar, "nav_catalog").highlighted, true)
        }
        function test_controlAndANumberOpenThePage() {
            keyClick(Qt.Key_2, Qt.ControlModifier)
            tryCompare(Session, "page", Session.pages[1])
            keyClick(Qt.Key_1, Qt.ControlModifier)
            tryCompare(Session, "page", Session.pages[0])
        }
        function test_theBellsListIsWalkedAndOpenedByKeys() {
            told.tell("traffic/chat", "first")
            told.tell("health/chat", "second")
            mouseClick(bell)
            const list = findChild(bell, "noticesPopup")
            tryCompare(list, "opened", true)
            compare(bell.ToolTip.visible, false)
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Return)
            tryCompare(told, "opened", "halftone://traffic/chat")
            tryCompare(list, "visible", false)
        }
        function test_unknownPagesAreNotOpened() {
            Session.page = "traffic"
            Session.page = "nowhere"
            compare(Session.page, "traffic")
        }
        function test_theThemesDiffer() {
            Theme.dark = true
            const window = String(Theme.window)
            const second = String(Theme.versionColor(1))
            Theme.dark = false
            verify(window !== String(Theme.window))
            verify(second !== String(Theme.versionColor(1)))
            verify(Qt.colorEqual(Theme.versionColor(undefined), Theme.muted))
            Theme.dark = true
        }
    }
}
