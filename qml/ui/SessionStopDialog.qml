// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Halftone.App
import Halftone.Ui

// Stops a move, or lets a node take sessions again. On a production cluster it asks for the word first; elsewhere it
// is done at once, as it takes nothing from anybody.
ConfirmDialog {
    id: dialog

    required property SessionActions actions
    property string key
    property string source
    property string name

    function stop(moveKey: string, moveTitle: string) {
        key = moveKey
        source = ""
        name = moveTitle
        begin()
    }
    function reopen(nodeSource: string, nodeName: string) {
        key = ""
        source = nodeSource
        name = nodeName
        begin()
    }
    function begin() {
        if (Session.production)
            ask()
        else
            order()
    }
    function order() {
        if (key !== "")
            actions.stop(key)
        else
            actions.reopen(source)
    }

    objectName: "sessionStopDialog"
    title: key !== "" ? qsTr("Stop the move of %1?").arg(name) : qsTr("Let %1 take new sessions?").arg(name)
    message: key !== "" ? qsTr("Those who have not moved yet stay where they are.")
                        : qsTr("Its drain is taken back: the policy places new sessions on it again.")
    action: key !== "" ? qsTr("Stop") : qsTr("Back to service")
    onConfirmed: order()
}
