// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Sets a chart's threshold: a button, and a small form under it.
IconButton {
    id: button

    required property HealthChart chart
    required property string title
    property bool refused: false

    iconName: "threshold"
    hint: chart.thresholdText === "" ? qsTr("Set a threshold") : qsTr("Threshold: %1").arg(chart.thresholdText + " " + chart.unit)
    tint: chart.thresholdText === "" ? Theme.muted : Theme.bad
    onClicked: form.open()

    Popup {
        id: form

        y: button.height + Theme.spaceSmall
        x: button.width - width
        padding: Theme.spaceMedium
        focus: true
        onOpened: {
            button.refused = false
            field.text = button.chart.thresholdText
            field.forceActiveFocus()
            field.selectAll()
        }

        ColumnLayout {
            spacing: Theme.space

            Label {
                text: qsTr("Threshold of “%1”").arg(button.title)
                font.weight: Font.DemiBold
            }
            RowLayout {
                spacing: Theme.space

                TextField {
                    id: field

                    objectName: button.objectName + "Field"
                    placeholderText: qsTr("none")
                    inputMethodHints: Qt.ImhFormattedNumbersOnly
                    Accessible.name: qsTr("Threshold of “%1”").arg(button.title)
                    Layout.preferredWidth: 96
                    onAccepted: set.clicked()
                }
                Label {
                    text: button.chart.unit
                    color: Theme.muted
                }
                Button {
                    id: set

                    objectName: button.objectName + "Set"
                    text: qsTr("Set")
                    highlighted: true
                    onClicked: {
                        button.refused = !button.chart.setThresholdText(field.text)
                        if (!button.refused)
                            form.close()
                    }
                }
                Button {
                    objectName: button.objectName + "Clear"
                    text: qsTr("None")
                    onClicked: {
                        button.chart.setThresholdText("")
                        form.close()
                    }
                }
            }
            Label {
                visible: button.refused
                text: qsTr("A number of 0 or more")
                color: Theme.bad
                font.pixelSize: Theme.fontSmall
            }
        }
    }
}
