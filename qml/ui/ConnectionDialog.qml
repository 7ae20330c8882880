// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The clusters at the left, the fields of one at the right.
Dialog {
    id: dialog

    required property ClustersViewModel clusters
    property string chosen  // in the form; empty: a new one

    function choose(name: string) {
        dialog.chosen = name
        form.show(dialog.clusters.form(name))
    }

    objectName: "connectionDialog"
    anchors.centerIn: Overlay.overlay
    modal: true
    width: 820
    title: qsTr("Clusters")
    onAboutToShow: choose(clusters.current)

    contentItem: RowLayout {  // qmllint disable deferred-property-id
        spacing: Theme.spaceLarge

        ColumnLayout {
            spacing: Theme.space
            Layout.preferredWidth: 280
            Layout.fillHeight: true

            ListView {
                id: list

                objectName: "clusterList"
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                model: dialog.clusters.clusters
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Clusters")
                Layout.fillWidth: true
                Layout.fillHeight: true
                ScrollBar.vertical: ScrollBar {}

                delegate: ConnectionRow {
                    width: list.width - Theme.space
                    highlighted: name === dialog.chosen
                    onClicked: dialog.choose(name)
                    onDoubleClicked: {
                        dialog.clusters.use(name)
                        dialog.close()
                    }
                }
            }
            Button {
                objectName: "connectionNew"
                text: qsTr("New cluster…")
                onClicked: dialog.choose("")
            }
        }
        ColumnLayout {
            spacing: Theme.space
            Layout.fillWidth: true

            ConnectionForm {
                id: form

                Layout.fillWidth: true
            }
            Label {
                objectName: "connectionError"
                visible: text !== ""
                text: dialog.clusters.error
                color: Theme.bad
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
            Label {
                objectName: "connectionKeyring"
                visible: text !== ""
                text: dialog.clusters.keyringText
                color: Theme.warn
                font.pixelSize: Theme.fontSmall
                wrapMode: Text.Wrap
                Layout.fillWidth: true
            }
        }
    }
    footer: RowLayout {
        spacing: Theme.space

        Button {
            objectName: "connectionRemove"
            visible: dialog.chosen !== "" && dialog.chosen !== dialog.clusters.current
            flat: true
            text: qsTr("Forget this cluster")
            Layout.leftMargin: Theme.spaceLarge
            Layout.topMargin: Theme.space
            Layout.bottomMargin: Theme.spaceLarge
            onClicked: {
                dialog.clusters.remove(dialog.chosen)
                dialog.choose(dialog.clusters.current)
            }
        }
        Item {
            Layout.fillWidth: true
        }
        Button {
            objectName: "connectionClose"
            text: qsTr("Close")
            Layout.topMargin: Theme.space
            Layout.bottomMargin: Theme.spaceLarge
            onClicked: dialog.close()
        }
        Button {
            objectName: "connectionSave"
            text: qsTr("Save")
            Layout.topMargin: Theme.space
            Layout.bottomMargin: Theme.spaceLarge
            onClicked: {
                if (dialog.clusters.save(form.values(), dialog.chosen))
                    dialog.choose(form.values().name.trim())
            }
        }
        Button {
            objectName: "connectionUse"
            highlighted: true
            text: qsTr("Save and connect")
            Layout.rightMargin: Theme.spaceLarge
            Layout.topMargin: Theme.space
            Layout.bottomMargin: Theme.spaceLarge
            onClicked: {
                if (!dialog.clusters.save(form.values(), dialog.chosen))
                    return
                dialog.clusters.use(form.values().name.trim())
                dialog.close()
            }
        }
    }
}
