// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme

// Asks for the name of a new key.
Dialog {
    id: dialog

    readonly property bool ready: key.text.trim() !== "" && !key.text.trim().startsWith("/") && !key.text.trim().endsWith("/")

    signal named(key: string)

    function ask(prefix: string) {
        key.text = prefix
        open()
        key.forceActiveFocus()
    }
    function agree() {
        if (!ready)
            return
        close()
        named(key.text.trim())
    }

    anchors.centerIn: Overlay.overlay
    modal: true
    width: 460
    title: qsTr("New key")

    contentItem: ColumnLayout {  // qmllint disable deferred-property-id
        spacing: Theme.space

        TextField {
            id: key

            objectName: "kvNewKey"
            placeholderText: qsTr("folder/name")
            font.family: Theme.mono
            maximumLength: 512
            Accessible.name: qsTr("Name of the key")
            Layout.fillWidth: true
            onAccepted: dialog.agree()
        }
        Label {
            text: qsTr("Slashes make folders. The key is created empty.")
            color: Theme.muted
            font.pixelSize: Theme.fontSmall
        }
    }
    footer: RowLayout {
        spacing: Theme.space

        Item {
            Layout.fillWidth: true
        }
        Button {
            text: qsTr("Cancel")
            objectName: "kvNewCancel"
            Layout.topMargin: Theme.space
            Layout.bottomMargin: Theme.spaceLarge
            onClicked: dialog.close()
        }
        Button {
            objectName: "kvNewCreate"
            text: qsTr("Create")
            highlighted: true
            enabled: dialog.ready
            Layout.topMargin: Theme.space
            Layout.bottomMargin: Theme.spaceLarge
            Layout.rightMargin: Theme.spaceLarge
            onClicked: dialog.agree()
        }
    }
}
