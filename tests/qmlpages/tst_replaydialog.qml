// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Ui

// ReplayDialog: which recorded flight is to be played.
PageTest {
    id: test

    name: "ReplayDialog"
    page: Component {
        Item {
            id: stage

            readonly property FlightViewModel vm: FlightViewModel {
                answers: ({ flights: [{ file: "/f/b.flight", text: "b.flight   2 MB" }, { file: "/f/a.flight", text: "a.flight   1 MB" }] })
            }
            property ReplayDialog dialog: ReplayDialog {
                flight: stage.vm
            }
        }
    }

    function ask() {
        show()
        shown.dialog.ask()
        tryCompare(shown.dialog, "opened", true)
        vm.calls = []
    }
    function test_theNewestIsOfferedAndPlayed() {
        ask()
        compare(anywhere("replayFile").text, "/f/b.flight")
        press("replayStart")
        verify(vm.calls.some(call => call[0] === "replayFile" && call[1] === "/f/b.flight") || !shown.dialog.opened)
        tryCompare(shown.dialog, "opened", false)
    }
    function test_anotherIsChosenByAClick() {
        ask()
        settle(anywhere("replayFlight_1"))
        mouseClick(anywhere("replayFlight_1"))
        compare(anywhere("replayFile").text, "/f/a.flight")
    }
    function test_whatCannotBePlayedIsSaid() {
        ask()
        vm.answers = ({ flightProblem: "This file is no flight." })
        anywhere("replayFile").text = "/etc/passwd"
        verify(dialogText().includes("This file is no flight."))
        compare(anywhere("replayStart").enabled, false)
        vm.answers = ({ replayFile: "It cannot be started." })
        anywhere("replayFile").text = "/f/a.flight"
        press("replayStart")
        verify(dialogText().includes("It cannot be started."))
        compare(shown.dialog.opened, true)
    }
}
