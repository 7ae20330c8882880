// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Clusters and how they are reached: ConnectionDialog with ConnectionForm and ConnectionRow.
PageTest {
    id: test

    readonly property ClustersViewModel clusters: shown?.clusters ?? null
    readonly property var fields: ["Name", "Addresses", "Datacenter", "Token", "Authorities", "Certificate", "Key"]

    function field(name: string): Item {
        return anywhere("connection" + name)
    }

    name: "Connections"
    page: Component {
        Item {
            id: stage

            property ClustersViewModel clusters: ClustersViewModel {
                function known(name: string): var {
                    return {
                        name: name, addresses: name === "" ? "" : "https://" + name + ":8501", datacenter: name === "" ? "" : "dc1", authorities: "",
                        certificate: "", key: "", production: name === "prod", readOnly: false
                    }
                }

                current: "test"
                clusters.rows: [
                    { name: "test", address: "http://127.0.0.1:8500", about: "dc1", production: false, readOnly: false, current: true },
                    { name: "prod", address: "https://prod:8501", about: "", production: true, readOnly: true, current: false }
                ]
                answers: ({ form: known, save: () => true })
            }
            property Dialog dialog: ConnectionDialog {
                clusters: stage.clusters
            }
        }
    }

    function test_itBeginsWithTheClusterOfNow() {
        showDialog()
        compare(field("Name").text, "test")
        compare(field("Addresses").text, "https://test:8501")
        compare(anywhere("cluster_test").highlighted, true)
        verify(shownText(anywhere("cluster_test")).includes("connected"))
        verify(shownText(anywhere("cluster_prod")).includes("read-only"))
        const prod = texts(anywhere("cluster_prod")).find(label => label.text === "prod")
        compare(prod.color, Theme.bad)
    }
    function test_aClusterIsChosen() {
        showDialog()
        settle(anywhere("cluster_prod"))
        mouseClick(anywhere("cluster_prod"))
        compare(field("Name").text, "prod")
        compare(field("Production").checked, true)
        compare(field("ReadOnly").checked, false)
        compare(anywhere("connectionRemove").visible, true)
        compare(called(clusters), [])
    }
    function test_theTokenIsNeverShown() {
        showDialog()
        compare(field("Token").text, "")
        compare(field("Token").echoMode, TextInput.Password)
        field("Token").forceActiveFocus()
        type("secret")
        settle(anywhere("cluster_prod"))
        mouseClick(anywhere("cluster_prod"))
        compare(field("Token").text, "")
    }
    function test_aDoubleClickConnects() {
        showDialog()
        settle(anywhere("cluster_prod"))
        TestPointer.doubleClick(anywhere("cluster_prod"), 30, 20)
        compare(called(clusters), [["use", "prod"]])
        tryCompare(shown.dialog, "visible", false)
    }
    function test_allFieldsAreSaved() {
        showDialog()
        press("connectionNew")
        for (const name of fields) {
            compare(field(name).text, "", name)
            field(name).forceActiveFocus()
            type(name)
        }
        press("connectionProduction")
        press("connectionReadOnly")
        press("connectionSave")
        compare(called(clusters), [["save", {
            name: "Name", addresses: "Addresses", datacenter: "Datacenter", token: "Token", authorities: "Authorities", certificate: "Certificate", key: "Key",
            production: true, readOnly: true
        }, ""]])
        verify(shown.dialog.opened)
        compare(shown.dialog.chosen, "Name")
    }
    function test_saveAndConnectDoesBoth() {
        showDialog()
        field("Name").forceActiveFocus()
        keyClick(Qt.Key_End)
        type("2 ")
        press("connectionUse")
        const calls = called(clusters)
        compare(calls[0][0], "save")
        compare(calls[0][2], "test")
        compare(calls[1], ["use", "test2"])
        tryCompare(shown.dialog, "visible", false)
    }
    function test_whatIsWrongIsSaidAndKept() {
        showDialog()
        clusters.answers = Object.assign({}, clusters.answers, { save: () => false })
        compare(anywhere("connectionError").visible, false)
        field("Name").forceActiveFocus()
        keyClick(Qt.Key_A, Qt.ControlModifier)
        type("x")
        press("connectionUse")
        clusters.error = "“htp://x” is no address"
        compare(called(clusters).map(call => call[0]), ["save"])
        verify(dialogText().includes("“htp://x” is no address"))
        verify(shown.dialog.opened)
        compare(field("Name").text, "x")
    }
    function test_aClusterIsForgotten() {
        showDialog()
        compare(anywhere("connectionRemove").visible, false)
        settle(anywhere("cluster_prod"))
        mouseClick(anywhere("cluster_prod"))
        press("connectionRemove")
        compare(called(clusters), [["remove", "prod"]])
        compare(field("Name").text, "test")
    }
    function test_aMissingKeyringIsSaid() {
        showDialog()
        compare(anywhere("connectionKeyring").visible, false)
        clusters.keyringText = "No keyring takes the token"
        verify(dialogText().includes("No keyring takes the token"))
        press("connectionClose")
        tryCompare(shown.dialog, "visible", false)
    }
    function test_tabGoesThroughTheFields() {
        showDialog()
        field("Name").forceActiveFocus(Qt.TabFocusReason)
        for (const name of fields.slice(1).concat("Production", "ReadOnly")) {
            keyClick(Qt.Key_Tab)
            compare(field(name).activeFocus, true, name)
        }
    }
    function test_itFitsInBothLanguages_data() {
        return [{ tag: "English", language: "en" }, { tag: "Chinese", language: "zh" }]
    }
    function test_itFitsInBothLanguages(data) {
        Session.language = data.language
        showDialog()
        clusters.clusters.change(1, "name", "a-cluster-with-quite-a-long-name-in-shanghai")
        clusters.clusters.change(1, "address", "https://consul-1.department.example.org:8501")
        clusters.error = "地址写错了。".repeat(20)
        verifyLegible(shown.dialog.contentItem)
        verifyFits(shown.dialog.footer)
    }
}
