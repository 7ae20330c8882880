// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui
import "../qml"

// What the operator has changed, said and published from one bar.
Item {
    id: stage

    property DraftBar bar: loader.item as DraftBar

    width: 900
    height: 120

    Loader {
        id: loader

        width: parent.width
        active: TestTraffic.vm !== null
        sourceComponent: DraftBar {
            vm: TestTraffic.vm
        }
    }
    SignalSpy {
        id: reviews

        target: stage.bar
        signalName: "reviewAsked"
    }
    SignalSpy {
        id: merges

        target: stage.bar
        signalName: "mergeAsked"
    }
    ControlTest {
        id: test

        readonly property int patience: 15000
        readonly property Item row: stage.bar ? stage.bar.children[0] : null
        readonly property var buttons: ["takeBackButton", "undoButton", "redoButton", "discardButton", "mergeButton", "publishButton"]

        name: "DraftBar"

        // A part of the bar, after all have taken their places.
        function inBar(name: string): Item {
            waitForItemPolished(row)
            return test.part(stage.bar, name)
        }
        // Every button is whole and inside, and no two things lie upon each other.
        function verifyInside() {
            let end = 0
            for (const name of ["draftText", "draftEffect", "draftWarnings"].concat(buttons)) {
                const item = inBar(name)
                if (!item.visible)
                    continue
                const x = item.mapToItem(stage.bar, 0, 0).x
                verify(x >= end, name + " begins at " + x + ", the one before ends at " + end)
                end = x + item.width
                verify(end <= stage.bar.width, name + " ends at " + end)
                if (buttons.includes(name))
                    verify(item.width >= item.implicitWidth, name + " is " + item.width + " wide")
            }
        }
        function verifyColours() {
            test.inBothThemes(() => {
                for (const label of [inBar("draftText"), inBar("draftEffect")].filter(label => label.visible))
                    test.verifyReadable(label.color, stage.bar.color, label.text)
            })
        }
        function clash() {
            TestTraffic.weigh(3000)
            verify(TestTraffic.put("chat", 1000, 2))
            tryCompare(TestTraffic.vm, "conflict", true, patience)
        }
        function init() {
            verify(TestTraffic.begin(), "a Consul in PATH")
            tryCompare(TestTraffic.vm, "hasPolicy", true, patience)
            reviews.clear()
            merges.clear()
            mouseMove(stage, 1, stage.height - 1)
        }
        function cleanup() {
            Theme.dark = true
            Session.language = "en"
        }

        function test_withoutAChangeItSaysHowToBegin() {
            verify(inBar("draftText").text.startsWith("No changes."))
            compare(inBar("publishButton").enabled, false)
            for (const name of ["takeBackButton", "discardButton", "mergeButton"])
                compare(inBar(name).visible, false)
            compare(inBar("undoButton").enabled, false)
            compare(inBar("redoButton").enabled, false)
            verifyColours()
            verifyInside()
        }
        function test_aChangeIsSaidAndCanBeReviewed() {
            TestTraffic.weigh(3000)
            compare(inBar("draftText").text, "Draft: default v2 5 → 30, v1 95 → 70")
            compare(TestAccess.name(inBar("draftText")), inBar("draftText").text)
            verify(inBar("draftEffect").text !== "")
            verifyColours()
            verifyInside()
            mouseClick(inBar("publishButton"))
            compare(reviews.count, 1)
            compare(merges.count, 0)
        }
        function test_undoRedoAndDiscardDoWhatTheySay() {
            TestTraffic.weigh(3000)
            mouseClick(inBar("undoButton"))
            compare(TestTraffic.vm.changed, false)
            mouseClick(inBar("redoButton"))
            compare(TestTraffic.vm.changed, true)
            mouseClick(inBar("discardButton"))
            compare(TestTraffic.vm.changed, false)
            compare(inBar("discardButton").visible, false)
        }
        function test_tabLeadsThroughItsButtons() {
            TestTraffic.weigh(3000)
            test.verifyTabShows(inBar("undoButton"), inBar("discardButton"))
            test.verifyTabShows(inBar("discardButton"), inBar("publishButton"))
            keyClick(Qt.Key_Space)
            compare(reviews.count, 1)
            for (const name of ["undoButton", "redoButton", "discardButton", "publishButton"]) {
                compare(TestAccess.role(inBar(name)), "Button")
                verify(TestAccess.name(inBar(name)) !== "", name)
            }
        }
        function test_aWarningIsSeenAndHeard() {
            TestTraffic.vm.duplicateRule(0)
            tryCompare(inBar("draftWarnings"), "visible", true, patience)
            verify(TestAccess.name(inBar("draftWarnings")).includes("can never be reached"))
            verifyInside()
        }
        function test_aConflictLeadsToTheMergeAlone() {
            clash()
            verify(inBar("draftText").text.includes("Draft: default"))
            compare(inBar("publishButton").visible, false)
            compare(inBar("draftEffect").visible, false)
            verifyColours()
            verifyInside()
            mouseClick(inBar("mergeButton"))
            compare(merges.count, 1)
            compare(reviews.count, 0)
        }
        function test_aPublishIsConfirmedAndTakenBack() {
            TestTraffic.weigh(3000)
            TestTraffic.vm.publish("a quiet weekend")
            tryCompare(inBar("takeBackButton"), "visible", true, patience)
            compare(inBar("draftText").text, TestTraffic.vm.successText)
            verify(/Undo \(\d+ s\)/.test(inBar("takeBackButton").text))
            verifyColours()
            verifyInside()
            mouseClick(inBar("takeBackButton"))
            tryCompare(inBar("takeBackButton"), "visible", false, patience)
            tryVerify(() => TestTraffic.vm.headline.includes("takes back r2"), patience)
        }
        function test_aPublishThatFailsSaysWhy() {
            TestTraffic.weigh(3000)
            TestTraffic.stopConsul()
            TestTraffic.vm.publish("")
            tryVerify(() => TestTraffic.vm.publishError !== "", patience)
            compare(inBar("draftText").text, TestTraffic.vm.publishError)
            compare(inBar("publishButton").enabled, true)
            verifyColours()
            verifyInside()
        }
        function test_longTextsGiveWayToTheButtons_data() {
            return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
        }
        function test_longTextsGiveWayToTheButtons(data) {
            Session.language = data.language
            TestTraffic.renameRule(0, "everybody who works in the northern offices and their guests")
            TestTraffic.renameRule(1, "customers who have paid for the whole year in advance")
            TestTraffic.weigh(3000)
            verifyInside()
            const text = inBar("draftText")
            compare(text.truncated, true)
            verify(text.width > 150, "enough of it is left: " + text.width)
            mouseMove(text, text.width / 2, text.height / 2)
            tryVerify(() => text.ToolTip.visible)
            compare(text.ToolTip.text, text.text)
            clash()
            verifyInside()
            verify(text.width > 150, "enough of it is left in a conflict: " + text.width)
        }
    }
}
