// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.Theme

// Every colour of text can be read on every ground, in both themes.
Item {
    width: 100
    height: 100

    ControlTest {
        id: test

        readonly property var grounds: ["window", "surface", "surfaceAlt", "hover", "pressed", "selection"]

        name: "Theme"

        function cleanup() {
            Theme.dark = true
        }

        function test_textIsReadableOnEveryGround_data() {
            return ["text", "muted", "accent", "ok", "warn", "bad"].map(role => ({ tag: role, role: role }))
        }
        function test_textIsReadableOnEveryGround(data: var) {
            test.inBothThemes(() => {
                for (const ground of test.grounds)
                    test.verifyReadable(Theme[data.role], Theme[ground], data.role + " on " + ground)
            })
        }
        function test_versionsAreReadableOnEveryGround() {
            test.inBothThemes(() => {
                for (let i = 0; i < Theme.series.length; ++i) {
                    for (const ground of test.grounds)
                        test.verifyReadable(Theme.versionColor(i), Theme[ground], "version " + i + " on " + ground)
                }
            })
        }
        function test_versionsNamesStandOnTheirColours() {
            test.inBothThemes(() => {
                for (let i = 0; i < Theme.series.length; ++i)
                    test.verifyReadable(Theme.window, Theme.versionColor(i), "name on version " + i)
            })
        }
        function test_theMainButtonIsReadable() {
            test.inBothThemes(() => test.verifyReadable(Theme.accentText, Theme.accentFill, "accentText"))
        }
        function test_theFocusStandsOutFromWhatIsAroundIt() {
            // WCAG 2.1, 1.4.11: 3 for what is not text.
            test.inBothThemes(() => {
                for (const ground of test.grounds)
                    verify(test.contrast(Theme.accent, Theme[ground]) >= 3, ground)
            })
        }
        function test_versionsHaveColoursOfTheirOwn() {
            test.inBothThemes(() => {
                const seen = new Set(Array.from(Theme.series, color => String(color)))
                compare(seen.size, Theme.series.length)
            })
        }
    }
}
