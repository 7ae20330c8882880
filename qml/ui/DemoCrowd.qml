// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// The crowd of virtual users: how many, and what they get.
Card {
    id: crowd

    required property DemoViewModel vm

    signal usersAsked(users: int)

    title: qsTr("Crowd")

    DemoSlider {
        id: slider

        objectName: "crowdSlider"
        label: qsTr("Users")
        to: crowd.vm.maxUsers
        inForce: crowd.vm.users
        inForceText: crowd.vm.usersText
        askedText: crowd.vm.countText(value)
        Layout.fillWidth: true
        onAsked: users => crowd.usersAsked(users)
    }
    DemoFigure {
        label: qsTr("Requests per second")
        number: crowd.vm.requestsPerSecond
    }
    DemoFigure {
        label: qsTr("Requests")
        number: crowd.vm.requests
    }
    DemoFigure {
        label: qsTr("Failed")
        number: crowd.vm.failed
        tint: crowd.vm.hasFailed ? Theme.bad : Theme.text
    }
    DemoFigure {
        label: qsTr("Chat sessions")
        number: crowd.vm.sessions
    }
    DemoFigure {
        label: qsTr("Reconnects")
        number: crowd.vm.reconnects
    }
    Item {
        Layout.fillHeight: true
    }
}
