// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Halftone.App

// Where one page stands: made when it first comes to the front, hidden when another does. By file, because
// Qt 6.4's Loader cannot make a component of a file whose components are bound.
Loader {
    id: place

    required property string page
    required property string file
    required property PageViewModel vm
    readonly property bool front: Session.page === page

    function show() {
        if (front && status === Loader.Null)
            setSource(Qt.resolvedUrl(file), { vm: vm, objectName: "page" + page.charAt(0).toUpperCase() + page.slice(1) })
    }

    // Arrows work at once in what the page is mainly made of.
    function focusMain() {
        const main = (item as Item)?.["mainItem"] ?? null
        if (main !== null)
            main.forceActiveFocus(Qt.OtherFocusReason)
    }

    anchors.fill: parent
    visible: front
    focus: front
    onFrontChanged: {
        show()
        if (front)
            focusMain()
    }
    Component.onCompleted: {
        show()
        if (front)
            focusMain()
    }

    // Another cluster has other view models.
    Binding {
        target: place.item
        property: "vm"
        value: place.vm
        when: place.item !== null
    }
    Binding {
        target: place.vm
        property: "shown"
        value: place.front
    }
}
