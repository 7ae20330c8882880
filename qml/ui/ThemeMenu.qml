// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import Halftone.App

// As the desktop is, dark, or light.
Menu {
    id: menu

    component Choice: MenuItem {
        required property string theme

        objectName: "theme_" + theme
        checkable: true
        checked: Session.theme === theme
        onTriggered: {
            Session.theme = theme
            checked = Qt.binding(() => Session.theme === theme)  // the click has set it
        }
    }

    Choice {
        theme: "system"
        text: qsTr("As the desktop")
    }
    Choice {
        theme: "dark"
        text: qsTr("Dark")
    }
    Choice {
        theme: "light"
        text: qsTr("Light")
    }
}
