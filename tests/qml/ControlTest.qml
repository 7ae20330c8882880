// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.Test
import Halftone.Theme

// A test case with what every control is asked: whether its text can be read, fits, and whether the focus is seen.
TestCase {
    id: test

    readonly property real readable: 4.5  // WCAG 2.1, 1.4.3, of text in our sizes

    when: windowShown

    // Relative luminance, WCAG 2.1.
    function luminance(color: color): real {
        const linear = part => part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4)
        return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
    }
    function contrast(one: color, other: color): real {
        const lights = [luminance(one), luminance(other)].sort((a, b) => b - a)
        return (lights[0] + 0.05) / (lights[1] + 0.05)
    }
    function verifyReadable(text: color, ground: color, what: string) {
        const ratio = contrast(text, ground)
        verify(ratio >= readable, what + ": " + ratio.toFixed(2) + " in the " + (Theme.dark ? "dark" : "light") + " theme")
    }
    // Calls `check` in the dark and in the light theme.
    function inBothThemes(check: var) {
        for (const dark of [false, true]) {
            Theme.dark = dark
            check()
        }
    }
    function part(root: var, name: string): Item {
        const found = findChild(root, name)
        verify(found, name)
        return found
    }
    // All visible texts in an item, as a person sees them: delegates too.
    function texts(item: Item): var {
        let found = item.visible && "truncated" in item && item.text !== "" ? [item] : []
        for (let i = 0; i < item.children.length; ++i) {
            if (item.children[i].visible)
                found = found.concat(texts(item.children[i]))
        }
        return found
    }
    function shownText(item: Item): string {
        return texts(item).map(label => label.text).join(" ")
    }
    function verifyFits(item: Item) {
        for (const label of texts(item)) {
            const room = label.width - label.leftPadding - label.rightPadding
            const needs = label.implicitWidth - label.leftPadding - label.rightPadding
            verify(!label.truncated && (label.wrapMode !== Text.NoWrap || needs <= room + 1),
                   label.text + ": " + needs + " in " + room)
        }
    }
    // Tab leads there, and one sees it.
    function verifyTabShows(before: Item, control: Item) {
        before.forceActiveFocus(Qt.TabFocusReason)
        const plain = TestEyes.picture(control)
        keyClick(Qt.Key_Tab)
        verify(control.activeFocus, control + " has the focus")
        verify(plain !== TestEyes.picture(control), control + " shows its focus")
    }
}
