// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// One page in a window of its own, with a view model of its own.
ApplicationWindow {
    id: window

    required property string page
    required property PageViewModel vm
    required property PaletteModel commands

    signal pageAsked(page: string)
    signal pinAsked
    signal linkAsked

    objectName: "tornWindow_" + page
    width: 1200
    height: 760
    minimumWidth: 900
    minimumHeight: 560
    visible: true
    title: Session.language ? qsTr("%1 – Halftone").arg(Session.titleOf(page)) : ""  // anew with each language
    color: Theme.window
    font.pixelSize: Theme.fontSize
    Component.onCompleted: place.setSource(Qt.resolvedUrl(page.charAt(0).toUpperCase() + page.slice(1) + "Page.qml"),
                                           { vm: vm, objectName: "torn" + page.charAt(0).toUpperCase() + page.slice(1) })

    Loader {
        id: place

        // Arrows work at once, as in PageSlot.
        function focusMain() {
            const main = (item as Item)?.["mainItem"] ?? null
            if (main !== null)
                main.forceActiveFocus(Qt.OtherFocusReason)
        }

        anchors.fill: parent
        focus: true
    }
    // Not before it is laid out: a list without its rows does not know which is chosen.
    Connections {
        target: window

        function onAfterAnimating() {
            enabled = false
            place.focusMain()
        }
    }
    // Another cluster has other view models.
    Binding {
        target: place.item
        property: "vm"
        value: window.vm
        when: place.item !== null
    }
    Binding {
        target: window.vm
        property: "shown"
        value: window.visible
    }
    WindowKeys {
        commands: window.commands
        onPageAsked: page => window.pageAsked(page)
        onPinAsked: window.pinAsked()
        onLinkAsked: window.linkAsked()
    }
    Shortcut {
        sequence: "Ctrl+W"
        onActivated: window.close()
    }
    Rectangle {
        anchors.fill: parent
        visible: Session.production
        color: "transparent"
        border.width: Theme.frame
        border.color: Theme.bad
    }
}
