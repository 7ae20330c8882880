// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import "../qml"

// A test case of a page or a part on fakes: each test makes its own with show(), and any warning fails it.
ControlTest {
    id: test

    property Component page  // what show() makes
    property Item shown: null
    readonly property QtObject vm: shown?.vm ?? null

    width: 1280
    height: 800
    visible: true

    function init() {
        failOnWarning(/.?/)
    }
    function cleanup() {
        shown = null
        Theme.dark = true
        Session.language = "en"
        Session.readOnly = false
        TestCluster.use(false)
    }
    function show(properties = {}): Item {
        shown = createTemporaryObject(page, test, Object.assign({ width: test.width, height: test.height }, properties))
        verify(shown)
        waitForRendering(shown)
        return shown
    }
    // Shows an item whose `dialog` is one, opened.
    function showDialog(): Item {
        show()
        shown.dialog.open()
        tryCompare(shown.dialog, "opened", true)
        return shown.dialog
    }
    // All that is to be read in a dialog.
    function dialogText(): string {
        const dialog = shown.dialog
        return [dialog.title, shownText(dialog.contentItem), dialog.footer ? shownText(dialog.footer) : ""].join(" ")
    }
    // Whether this text is to be read somewhere.
    function says(text: string): bool {
        return shownText(shown).includes(text)
    }
    function named(objectName: string): Item {
        return part(shown, objectName)
    }
    function click(objectName: string) {
        const item = named(objectName)
        settle(item)
        mouseClick(item)
    }
    // Until an item stands where it will: what comes or goes beside it moves it, a layout at a time.
    function settle(item: Item) {
        let before
        let now = item.mapToItem(null, 0, 0, item.width, item.height)
        do {
            before = now
            for (let above = item.parent; above !== null; above = above.parent)
                waitForItemPolished(above)
            wait(0)
            now = item.mapToItem(null, 0, 0, item.width, item.height)
        } while (String(before) !== String(now))
    }
    // Also in dialogs and menus, which lie above the page.
    function anywhere(objectName: string): Item {
        const look = () => findChild(test.Window.window.contentItem, objectName) ?? findChild(test.Window.window, objectName)
        tryVerify(() => look() !== null, 5000, objectName)
        return look()
    }
    function press(objectName: string) {
        const button = anywhere(objectName)
        tryVerify(() => button.visible && button.width > 0)
        settle(button)
        mouseClick(button)
    }
    function type(text: string) {
        for (const key of text)
            keyClick(key)
    }
    // What was called of the view model, or of one of its parts, since the last look.
    function called(fake = vm): var {
        const calls = fake.calls
        fake.calls = []
        return calls
    }
    // Where an item lies in the page; only as much as its clipping ancestors leave of it.
    function place(item: Item): rect {
        let area = item.mapToItem(shown, Qt.rect(0, 0, item.width, item.height))
        for (let above = item.parent; above !== null && above !== shown.parent; above = above.parent) {
            if (!above.clip && above !== shown)
                continue
            const edge = above.mapToItem(shown, Qt.rect(0, 0, above.width, above.height))
            const left = Math.max(area.x, edge.x)
            const top = Math.max(area.y, edge.y)
            area = Qt.rect(left, top, Math.max(0, Math.min(area.x + area.width, edge.x + edge.width) - left),
                           Math.max(0, Math.min(area.y + area.height, edge.y + edge.height) - top))
        }
        return area
    }
    // How much of an item is seen through what it is in.
    function strength(item: Item): real {
        return item === shown || item.parent === null ? item.opacity : item.opacity * strength(item.parent)
    }
    // No text is cut to nothing or runs over its own room, and none lies over another.
    function verifyLegible(root: Item) {
        let before
        let now
        do {  // until all stand where they will
            before = now
            waitForItemPolished(root)
            wait(20)  // longer than a frame: an animation has gone on
            now = texts(root).map(label => label.text + String(place(label))).join()
        } while (before !== now)
        const labels = texts(root).filter(label => strength(label) > 0 && !("selectedText" in label))
        const places = labels.map(label => place(label))
        for (let i = 0; i < labels.length; ++i) {
            if (places[i].width <= 0 || places[i].height <= 0)
                continue
            const needs = Math.min(labels[i].implicitWidth, 20)
            verify(labels[i].width >= needs, labels[i].text + " has " + labels[i].width)
            const room = labels[i].width - labels[i].leftPadding - labels[i].rightPadding
            verify(labels[i].contentWidth <= room + 1, "“" + labels[i].text + "” runs over its " + room)
            for (let other = 0; other < i; ++other) {
                const over = Math.min(places[i].x + places[i].width, places[other].x + places[other].width) - Math.max(places[i].x, places[other].x)
                const high = Math.min(places[i].y + places[i].height, places[other].y + places[other].height) - Math.max(places[i].y, places[other].y)
                verify(over <= 1 || high <= 2, "“" + labels[i].text + "” over “" + labels[other].text + "”")
            }
        }
    }
}
