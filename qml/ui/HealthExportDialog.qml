// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Where the charts are to be written. Stays open until they are; a file that is there already is replaced only
// when it is asked for twice.
Dialog {
    id: dialog

    required property HealthViewModel vm
    // [{title, plot}], in their order.
    required property var charts
    property string suffix: "png"
    property bool replaces: false  // the file is there, and the operator is asked
    property string failure: ""
    readonly property string problem: place.problem(folder.text, name.text)
    readonly property var titles: ({
        png: qsTr("Write a picture (PNG)"), svg: qsTr("Write a drawing (SVG)"), csv: qsTr("Write the numbers (CSV)")
    })

    function ask(format: string) {
        suffix = format
        folder.text = place.folder()
        name.text = place.nameFor(vm.service.current, format)
        forget()
        open()
        name.forceActiveFocus()
        name.select(0, name.text.length - format.length - 1)
    }
    function forget() {
        replaces = false
        failure = ""
    }
    function write() {
        if (problem !== "")
            return
        const file = place.fileOf(folder.text, name.text, suffix)
        if (!replaces && place.exists(file)) {
            failure = ""
            replaces = true
            return
        }
        if (vm.exportTo(file, charts)) {
            place.keep(folder.text)
            close()
            return
        }
        replaces = false
        failure = vm.exportText
        vm.forgetExport()  // told here
    }

    objectName: "healthExportDialog"
    anchors.centerIn: Overlay.overlay
    width: 560
    modal: true
    focus: true
    title: titles[suffix]

    contentItem: GridLayout {  // qmllint disable deferred-property-id
        columns: 2
        columnSpacing: Theme.space
        rowSpacing: Theme.space

        Label {
            text: qsTr("Folder")
            color: Theme.muted
        }
        TextField {
            id: folder

            objectName: "exportFolder"
            Accessible.name: qsTr("Folder")
            Layout.fillWidth: true
            onTextEdited: dialog.forget()
            onAccepted: dialog.write()
        }
        Label {
            text: qsTr("File")
            color: Theme.muted
        }
        TextField {
            id: name

            objectName: "exportName"
            Accessible.name: qsTr("File")
            Layout.fillWidth: true
            onTextEdited: dialog.forget()
            onAccepted: dialog.write()
        }
        Label {
            objectName: "exportMessage"
            visible: text !== ""
            text: dialog.problem !== "" ? dialog.problem
                  : dialog.failure !== "" ? dialog.failure
                  : dialog.replaces ? qsTr("A file of this name is there already. Replace it?") : ""
            color: dialog.replaces ? Theme.warn : Theme.bad
            wrapMode: Text.Wrap
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
            Layout.columnSpan: 2
            Layout.fillWidth: true
        }
    }
    footer: DialogFooter {
        Button {
            objectName: "exportCancel"
            text: qsTr("Cancel")
            onClicked: dialog.close()
        }
        Button {
            objectName: "exportWrite"
            text: dialog.replaces ? qsTr("Replace") : qsTr("Write")
            highlighted: true
            enabled: dialog.problem === ""
            onClicked: dialog.write()
        }
    }

    ExportPlace {
        id: place
    }
}
