// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// ConditionRow: one condition of a rule as a form, in each of its shapes.
PageTest {
    id: test

    readonly property ConditionModel conditions: shown?.editor.conditions ?? null

    name: "ConditionRow"
    page: Component {
        ConditionRow {
            index: 3
            depth: 0
            group: false
            negated: false
            attribute: "header:"
            attributeIndex: 0
            operatorIndex: 0
            attributeName: "X-App"
            needsName: true
            operators: [{ value: "is", text: "is" }, { value: "present", text: "is there" }]
            value: "beta"
            high: ""
            shape: "list"
            problem: ""
            editor: RuleEditor {
                conditions.attributes: [{ value: "header:", text: "header" }, { value: "ip", text: "address" }]
                answers: ({ valuesLike: (row, typed) => ["beta", "better"].filter(value => value.startsWith(typed)), namesLike: () => [] })
            }
        }
    }

    function field(name: string): Item {
        return named("condition" + name + "_3")
    }

    function test_eachPartIsToldToTheModel() {
        show({ width: 700, height: 60 })
        click("conditionNot_3")
        field("Attribute").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        field("Operator").forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Down)
        field("Name").forceActiveFocus()
        keyClick(Qt.Key_End)
        type("2")
        click("conditionRemove_3")
        compare(called(conditions), [["setNegated", 3, true], ["setAttribute", 3, "ip"], ["setOperator", 3, "present"], ["setAttributeName", 3, "X-App2"],
                                     ["removeCondition", 3]])
    }
    function test_aListKeepsWhatStandsBeforeTheComma() {
        show({ width: 700, height: 60 })
        field("Value").forceActiveFocus()
        keyClick(Qt.Key_A, Qt.ControlModifier)
        type("nightly,be")
        shown.editor.answers = { valuesLike: () => ["beta"] }
        type("t")
        tryVerify(() => field("Value").offered.length === 1)
        called(conditions)
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Return)
        compare(called(conditions), [["setValue", 3, "nightly, beta"]])
    }
    function test_theShapeDecidesTheFields_data() {
        return [
            { tag: "list", value: true, high: false, hint: "value, or several: a, b" }, { tag: "text", value: true, high: false, hint: "value" },
            { tag: "range", value: true, high: true, hint: "from" }, { tag: "percent", value: true, high: false, hint: "%" },
            { tag: "none", value: false, high: false, hint: "" }
        ]
    }
    function test_theShapeDecidesTheFields(data) {
        show({ width: 700, height: 60, shape: data.tag })
        compare(field("Value").visible, data.value)
        compare(field("High").visible, data.high)
        if (data.value)
            compare(field("Value").placeholderText, data.hint)
        if (data.high) {
            field("High").forceActiveFocus()
            type("9")
            compare(called(conditions), [["setHigh", 3, "9"]])
        }
    }
    function test_aGroupHoldsAlternatives() {
        show({ width: 700, height: 60, group: true, needsName: false, shape: "none" })
        verify(says("any of"))
        compare(field("Attribute").visible, false)
        compare(field("Operator").visible, false)
        click("conditionAddTo_3")
        compare(called(conditions), [["addCondition", 3]])
    }
    function test_whatIsInsideAGroupIsIndented() {
        show({ width: 700, height: 60 })
        const before = place(field("Not")).x
        shown.depth = 2
        settle(field("Not"))
        compare(place(field("Not")).x, before + 2 * Theme.spaceLarge)
    }
    function test_aMistakeIsSaidBelow() {
        show({ width: 700, height: 60 })
        compare(field("Value").faulty, false)
        shown.problem = "A list needs a value."
        verify(says("A list needs a value."))
        compare(field("Value").faulty, true)
        verifyLegible(shown)
    }
    function test_chineseFits() {
        Session.language = "zh"
        show({ width: 560, height: 60, shape: "range", depth: 2 })
        verifyLegible(shown)
        const remove = place(field("Remove"))
        verify(remove.x + remove.width <= 560)
    }
}
