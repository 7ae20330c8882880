// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Faults to inject in the nodes of one version.
Card {
    id: faults

    required property DemoViewModel vm
    required property string version
    required property int errorPercent
    required property string errorText
    required property int latencyMs
    required property string latencyText
    required property bool injected
    readonly property color tint: Theme.versionColor(VersionColors.indexes[version])

    signal errorsAsked(percent: int)
    signal latencyAsked(milliseconds: int)

    objectName: "faults_" + version
    title: qsTr("Faults of %1").arg(version)
    headerItems: [
        StateMark {
            visible: faults.injected
            kind: "warn"
            label: qsTr("faults are injected")
        },
        Button {
            objectName: "faultClear_" + faults.version
            text: qsTr("No faults")
            enabled: faults.injected && !Session.readOnly
            Accessible.name: qsTr("No faults in %1").arg(faults.version)
            onClicked: faults.vm.clearFaults(faults.version)
        }
    ]

    DemoSlider {
        objectName: "faultErrorRate_" + faults.version
        label: qsTr("Answers that fail")
        tint: faults.tint
        inForce: faults.errorPercent
        inForceText: faults.errorText
        askedText: faults.vm.percentText(value)
        Layout.fillWidth: true
        onAsked: percent => faults.errorsAsked(percent)
    }
    DemoSlider {
        objectName: "faultLatency_" + faults.version
        label: qsTr("Added latency")
        tint: faults.tint
        to: 2000
        stepSize: 10
        inForce: faults.latencyMs
        inForceText: faults.latencyText
        askedText: faults.vm.latencyText(value)
        Layout.fillWidth: true
        onAsked: milliseconds => faults.latencyAsked(milliseconds)
    }
    Item {
        Layout.fillHeight: true
    }
}
