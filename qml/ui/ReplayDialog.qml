// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Style as Style
import Halftone.Theme
import Halftone.Ui

// Which recorded flight is to be played, in a console of its own: one of those that this console has recorded, or any file.
Dialog {
    id: dialog

    required property FlightViewModel flight
    property var flights: []
    property string failure: ""
    readonly property string problem: file.text === "" ? "" : flight.flightProblem(file.text)

    function ask() {
        flights = flight.flights()
        file.text = flights.length > 0 ? flights[0].file : ""
        failure = ""
        open()
        file.forceActiveFocus()
    }
    function play() {
        if (file.text === "" || problem !== "")
            return
        failure = flight.replayFile(file.text)
        if (failure === "")
            close()
    }

    objectName: "replayDialog"
    anchors.centerIn: Overlay.overlay
    width: 620
    modal: true
    focus: true
    title: qsTr("Replay a flight")

    contentItem: ColumnLayout {  // qmllint disable deferred-property-id
        spacing: Theme.space

        Label {
            text: qsTr("It plays in a console of its own; this one stays on its cluster.")
            color: Theme.muted
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        ListView {
            id: list

            objectName: "replayFlights"
            visible: count > 0
            clip: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            model: dialog.flights
            currentIndex: 0
            highlightMoveDuration: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Recorded flights")
            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(contentHeight, 7 * Theme.rowHeight)
            ScrollBar.vertical: ScrollBar {}
            onCurrentIndexChanged: if (activeFocus && currentIndex >= 0) file.text = dialog.flights[currentIndex].file
            Keys.onReturnPressed: dialog.play()
            Keys.onEnterPressed: dialog.play()

            delegate: ItemDelegate {
                required property var modelData
                required property int index

                objectName: "replayFlight_" + index
                width: ListView.view.width
                text: modelData.text
                highlighted: file.text === modelData.file
                focusPolicy: Qt.NoFocus
                onClicked: {
                    list.currentIndex = index
                    file.text = modelData.file
                }
                onDoubleClicked: dialog.play()
            }
        }
        Style.TextField {
            id: file

            objectName: "replayFile"
            placeholderText: qsTr("File of a flight, such as ~/flights/prod-20261123-0431.flight")
            faulty: dialog.problem !== ""
            Accessible.name: qsTr("File")
            Layout.fillWidth: true
            onTextEdited: dialog.failure = ""
            onAccepted: dialog.play()
        }
        Label {
            objectName: "replayMessage"
            visible: text !== ""
            text: dialog.problem !== "" ? dialog.problem : dialog.failure
            color: Theme.bad
            wrapMode: Text.Wrap
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
            Layout.fillWidth: true
        }
    }
    footer: DialogFooter {
        Button {
            objectName: "replayCancel"
            text: qsTr("Cancel")
            onClicked: dialog.close()
        }
        Button {
            objectName: "replayStart"
            text: qsTr("Replay")
            highlighted: true
            enabled: file.text !== "" && dialog.problem === ""
            onClicked: dialog.play()
        }
    }
}
