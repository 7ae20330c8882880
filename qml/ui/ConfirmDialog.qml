// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// Asks before something is done that others feel. On a production cluster `word` must be typed first; where
// `asksWhy`, a reason may be given for the audit.
Dialog {
    id: dialog

    property string message
    property string action
    property string word
    property bool asksWhy: false
    property bool forGood: false  // cannot be undone: Enter alone does not agree

    signal confirmed(why: string)

    function ask() {
        typed.clear()
        why.clear()
        open()
        if (typed.asks)
            typed.takeFocus()
        else if (asksWhy)
            why.forceActiveFocus()
        else
            (forGood ? no : yes).forceActiveFocus(Qt.TabFocusReason)
    }
    function agree() {
        if (!typed.ready)
            return
        close()
        confirmed(why.text)
    }

    anchors.centerIn: Overlay.overlay
    modal: true
    width: 460

    contentItem: ColumnLayout {  // qmllint disable deferred-property-id
        spacing: Theme.spaceMedium

        Label {
            text: dialog.message
            wrapMode: Text.Wrap
            Layout.fillWidth: true
        }
        ProductionWord {
            id: typed

            objectName: dialog.objectName
            word: dialog.word
            Layout.fillWidth: true
            onAccepted: dialog.agree()
        }
        TextField {
            id: why

            objectName: dialog.objectName + "Why"
            visible: dialog.asksWhy
            placeholderText: qsTr("Why (kept in the history)")
            maximumLength: 500
            Accessible.name: qsTr("Reason")
            Layout.fillWidth: true
            onAccepted: dialog.agree()
        }
    }
    footer: RowLayout {
        spacing: Theme.space

        Item {
            Layout.fillWidth: true
        }
        Button {
            id: no

            objectName: dialog.objectName + "Cancel"
            text: qsTr("Cancel")
            Layout.bottomMargin: Theme.spaceLarge
            Layout.topMargin: Theme.space
            onClicked: dialog.close()
        }
        Button {
            id: yes

            objectName: dialog.objectName + "Yes"
            text: dialog.action
            highlighted: true
            enabled: typed.ready
            Layout.rightMargin: Theme.spaceLarge
            Layout.bottomMargin: Theme.spaceLarge
            Layout.topMargin: Theme.space
            onClicked: dialog.agree()
        }
    }
}
