// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Fields that help to type, and one choice of a few.
Item {
    id: stage

    property var picked: 60
    property var edits: []

    width: 700
    height: 500

    TestTable {
        id: table

        Component.onCompleted: fill(30)
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.surface
    }
    Button {
        id: before

        x: 400
        text: "Before"
    }
    SegmentedButtons {
        id: spans

        y: 40
        namePrefix: "span"
        model: [{ value: 60, text: "1 min" }, { value: 300, text: "5 min" }, { value: 3600, text: "1 h" }]
        current: stage.picked
        onPicked: value => stage.picked = value
    }
    CompletingField {
        id: completing

        y: 90
        width: 220
        objectName: "name"
        value: "old"
        onEdited: text => stage.edits.push(text)
        onOffersAsked: text => offered = ["x-user", "x-country"].filter(name => name.startsWith(text))
    }
    TableFilterField {
        id: filter

        y: 140
        width: 260
        objectName: "filter"
        guide: table.guide
        filter: table.filter
        placeholderText: "Filter"
        onEdited: text => table.filter = text
    }
    KvCodeArea {
        id: code

        y: 190
        width: 300
        height: 120
        objectName: "code"
        readOnly: true
        name: "Value"
    }
    ControlTest {
        id: test

        name: "HelpfulFields"

        function type(text: string) {
            for (const key of text)
                keyClick(key)
        }
        function init() {
            mouseMove(stage, stage.width - 1, stage.height - 1)
            stage.picked = 60
            stage.edits = []
            completing.list = false
            completing.text = "old"
            table.filter = ""
            before.forceActiveFocus()
        }
        function cleanup() {
            Theme.dark = true
        }

        function test_aSegmentIsPickedByClickAndKey() {
            mouseClick(test.part(spans, "span_300"))
            compare(stage.picked, 300)
            compare(test.part(spans, "span_300").checked, true)
            compare(test.part(spans, "span_60").checked, false)
            test.part(spans, "span_3600").forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Space)
            compare(stage.picked, 3600)
        }
        function test_segmentsAreToldFitAndAreReadable() {
            test.verifyFits(spans)
            compare(TestAccess.name(test.part(spans, "span_60")), "1 min")
            test.inBothThemes(() => {
                test.verifyReadable(test.texts(test.part(spans, "span_60"))[0].color, Theme.pressed, "chosen")
                test.verifyReadable(test.texts(test.part(spans, "span_300"))[0].color, spans.color, "other")
            })
        }
        function test_tabShowsASegment() {
            test.verifyTabShows(test.part(spans, "span_60"), test.part(spans, "span_300"))
        }
        function test_aFieldOffersWhatFitsAndDownAndEnterTakeIt() {
            mouseClick(completing)
            completing.selectAll()
            type("x")
            compare(stage.edits, ["x"])
            const offers = test.part(completing, "nameOffers")
            tryCompare(offers, "count", 2)
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Return)
            compare(completing.text, "x-country")
            compare(stage.edits, ["x", "x-country"])
            compare(completing.offered.length, 0)
        }
        function test_anOfferIsTakenByAClick() {
            mouseClick(completing)
            completing.selectAll()
            type("x")
            const offers = test.part(completing, "nameOffers")
            tryVerify(() => offers.itemAtIndex(0) !== null && offers.itemAtIndex(0).width > 0)
            mouseClick(offers.itemAtIndex(0))
            compare(completing.text, "x-user")
        }
        function test_inAListOnlyTheLastValueIsReplaced() {
            completing.list = true
            mouseClick(completing)
            completing.selectAll()
            completing.take("de")
            compare(completing.text, "de")
            completing.text = "de,x"
            completing.take("x-user")
            compare(completing.text, "de, x-user")
        }
        function test_escapeClosesTheOffersOnly() {
            mouseClick(completing)
            completing.selectAll()
            type("x")
            tryCompare(test.part(completing, "nameOffers"), "count", 2)
            keyClick(Qt.Key_Escape)
            compare(completing.offered.length, 0)
            compare(completing.text, "x")
        }
        function test_theModelsValueShowsWhenTheFieldIsLeft() {
            mouseClick(completing)
            completing.selectAll()
            type("x")
            before.forceActiveFocus()
            compare(completing.text, "old")
        }

        function test_theFilterWorksAsOneTypesAndIsCleared() {
            mouseClick(filter)
            type("u1")
            compare(table.filter, "u1")
            compare(table.shown, 11)
            mouseClick(test.part(filter, "filterClear"))
            compare(table.filter, "")
            compare(filter.text, "")
            type("u2")
            keyClick(Qt.Key_Escape)
            keyClick(Qt.Key_Escape)
            compare(table.filter, "")
        }
        function test_theFilterOffersFieldsThenValues() {
            mouseClick(filter)
            type("na")
            tryCompare(test.part(filter, "filterOffers"), "count", 1)
            keyClick(Qt.Key_Tab)
            compare(filter.text, "name:")
            verify(filter.activeFocus)
            type("u2")
            keyClick(Qt.Key_Down)
            keyClick(Qt.Key_Return)
            verify(/^name:u2\d* $/.test(filter.text), filter.text)
            compare(table.filter, filter.text)
        }
        function test_tabLeavesAnEmptyFilter() {
            mouseClick(filter)
            keyClick(Qt.Key_Tab)
            verify(!filter.activeFocus)
        }
        function test_aWrongFilterIsRedAndSaysWhy() {
            mouseClick(filter)
            type("nmae:u")
            verify(filter.problem !== "")
            compare(TestAccess.description(filter), filter.problem)
            verify(Qt.colorEqual(test.part(filter, "filterMark").border.color, Theme.bad))
            filter.selectAll()
            type("name:u")
            compare(filter.problem, "")
            verify(Qt.colorEqual(test.part(filter, "filterMark").border.color, Theme.ok))
        }
        function test_aFilterSetElsewhereShows() {
            table.filter = "name:u7"
            compare(filter.text, "name:u7")
            compare(TestAccess.name(filter), "Filter")
        }
        function test_aLongTextShowsItsBeginningAlsoWhenItBecomesEditable() {
            code.show(Array.from({ length: 100 }, (_, i) => "line " + i).join("\n"))
            code.readOnly = false
            waitForRendering(code)
            compare(test.part(code, "codeText").cursorPosition, 0)
            compare(code.contentItem.contentY, 0)
        }
    }
}
