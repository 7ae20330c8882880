// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// Where one request goes, and why: paste it or pick one of live traffic.
Item {
    id: page

    required property ExplainViewModel vm
    readonly property Item mainItem: samples

    Shortcut {
        sequences: ["Ctrl+F"]
        enabled: page.vm.shown
        onActivated: filter.forceActiveFocus()
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.spaceLarge
        spacing: Theme.spaceMedium

        PageHeader {
            title: qsTr("Explain")
            subtitle: qsTr("where one request goes, and why")
            Layout.fillWidth: true

            SegmentedButtons {
                objectName: "explainBasis"
                visible: page.vm.hasDraft
                namePrefix: "explainBasis"
                model: [
                    {
                        value: "force",
                        text: qsTr("Policy in force")
                    },
                    {
                        value: "draft",
                        text: qsTr("Draft")
                    }
                ]
                current: page.vm.byDraft ? "draft" : "force"
                onPicked: value => page.vm.byDraft = value === "draft"
            }
            ServicePicker {
                objectName: "explainService"
                choice: page.vm.service
            }
        }
        PageStateBar {
            vm: page.vm
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.spaceMedium
            opacity: page.vm.state === PageViewModel.Stale ? Theme.staleOpacity : 1
            Layout.fillWidth: true
            Layout.fillHeight: true

            ColumnLayout {
                spacing: Theme.spaceMedium
                Layout.preferredWidth: 420
                Layout.maximumWidth: 420
                Layout.fillHeight: true

                Card {
                    title: qsTr("Request")
                    Layout.fillWidth: true
                    Layout.preferredHeight: 280

                    CodeArea {
                        objectName: "explainText"
                        text: page.vm.text
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        onEdited: text => page.vm.text = text

                        Label {
                            anchors.fill: parent
                            anchors.margins: Theme.spaceLarge
                            anchors.leftMargin: 44
                            visible: page.vm.text === ""
                            text: qsTr("Paste a request:\n\ncurl -H 'X-User-ID: 42' https://chat.example/\n\nor\n\nGET /chat HTTP/1.1\nX-User-ID: 42\n\nor the JSON of halftonectl")
                            color: Theme.muted
                            font.family: Theme.mono
                            font.pixelSize: Theme.fontSmall
                        }
                    }
                    RowLayout {
                        spacing: Theme.space

                        Label {
                            text: qsTr("from address")
                            color: Theme.muted
                        }
                        TextField {
                            objectName: "explainClient"
                            text: page.vm.client
                            placeholderText: "192.168.10.7"
                            Accessible.name: qsTr("Client address")
                            Layout.fillWidth: true
                            onTextEdited: page.vm.client = text
                        }
                        Label {
                            text: qsTr("region")
                            color: Theme.muted
                        }
                        TextField {
                            objectName: "explainRegion"
                            text: page.vm.region
                            placeholderText: qsTr("unknown")
                            Accessible.name: qsTr("Region of the address")
                            ToolTip.text: qsTr("What a geographic database says of the address. A header X-Region wins.")
                            ToolTip.visible: hovered
                            Layout.preferredWidth: 100
                            onTextEdited: page.vm.region = text
                        }
                    }
                }
                Card {
                    title: page.vm.live.title
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    headerItems: SegmentedButtons {
                        objectName: "explainSource"
                        visible: page.vm.live.sampled
                        namePrefix: "explainSource"
                        model: [
                            {
                                value: "requests",
                                text: qsTr("Requests")
                            },
                            {
                                value: "sessions",
                                text: qsTr("Sessions")
                            }
                        ]
                        current: page.vm.live.source
                        onPicked: value => page.vm.live.source = value
                    }

                    TableFilterField {
                        id: filter

                        objectName: "sampleFilter"
                        placeholderText: qsTr("Filter, such as  path:/chat  version=v2  header:X-App")
                        filter: page.vm.live.filter
                        guide: page.vm.live.guide
                        Layout.fillWidth: true
                        onEdited: text => page.vm.live.filter = text
                    }
                    ListView {
                        id: samples

                        objectName: "sampleList"
                        clip: true
                        model: page.vm.live.rows
                        activeFocusOnTab: true
                        highlightMoveDuration: 0
                        Accessible.role: Accessible.List
                        Accessible.name: page.vm.live.title
                        Keys.onReturnPressed: (currentItem as ItemDelegate)?.clicked()
                        Keys.onEnterPressed: (currentItem as ItemDelegate)?.clicked()
                        boundsBehavior: Flickable.StopAtBounds
                        currentIndex: -1
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        ScrollBar.vertical: ScrollBar {}
                        delegate: ItemDelegate {
                            id: sample

                            required property int index
                            required property int number
                            required property string title
                            required property string version
                            required property string user

                            objectName: "sample_" + index
                            width: ListView.view.width
                            // A button's text would take the & of a query for a mnemonic.
                            contentItem: RowLayout {  // qmllint disable deferred-property-id
                                spacing: Theme.space

                                Label {
                                    text: sample.title
                                    elide: Text.ElideMiddle
                                    Layout.fillWidth: true
                                }
                                Label {
                                    text: sample.user
                                    color: Theme.muted
                                    font.family: Theme.mono
                                    font.pixelSize: Theme.fontSmall
                                    Layout.rightMargin: 56
                                }
                            }
                            Accessible.name: title
                            onClicked: page.vm.live.pick(number)

                            VersionChip {
                                anchors.right: parent.right
                                anchors.rightMargin: Theme.spaceLarge
                                anchors.verticalCenter: parent.verticalCenter
                                version: sample.version
                            }
                        }

                        FocusRing {
                            view: samples
                        }
                        Label {
                            anchors.centerIn: parent
                            visible: samples.count === 0
                            text: qsTr("Nothing live to pick from.")
                            color: Theme.muted
                        }
                    }
                }
            }
            ColumnLayout {
                spacing: Theme.spaceMedium
                Layout.fillWidth: true
                Layout.fillHeight: true

                Card {
                    title: page.vm.explained ? qsTr("Answer") : qsTr("No request yet")
                    Layout.fillWidth: true
                    headerItems: [
                        Button {
                            objectName: "explainCopyCurl"
                            visible: page.vm.explained
                            flat: true
                            text: qsTr("Copy as cURL")
                            onClicked: page.vm.copyCurl()
                        },
                        Button {
                            objectName: "explainCopyJson"
                            visible: page.vm.explained
                            flat: true
                            text: qsTr("Copy as JSON")
                            onClicked: page.vm.copyJson()
                        }
                    ]

                    RowLayout {
                        spacing: Theme.spaceMedium

                        StateMark {
                            visible: page.vm.error !== ""
                            kind: "bad"
                        }
                        VersionChip {
                            objectName: "explainVersion"
                            visible: page.vm.version !== ""
                            version: page.vm.version
                            strong: true
                        }
                        Label {
                            objectName: "explainVerdict"
                            text: page.vm.error !== "" ? page.vm.error : page.vm.explained ? page.vm.verdict
                                : qsTr("Paste a request on the left, or click one of those that are live.")
                            color: page.vm.error !== "" ? Theme.bad : page.vm.explained ? Theme.text : Theme.muted
                            font.pixelSize: page.vm.explained ? Theme.fontLarge : Theme.fontSize
                            wrapMode: Text.Wrap
                            Layout.fillWidth: true
                        }
                        Label {
                            visible: page.vm.explained
                            text: page.vm.user === "" ? qsTr("no user") : qsTr("user %1").arg(page.vm.user)
                            color: Theme.muted
                            font.family: Theme.mono
                        }
                    }
                    RowLayout {
                        visible: page.vm.otherText !== ""
                        spacing: Theme.space

                        StateMark {
                            kind: page.vm.otherDiffers ? "warn" : "ok"
                            label: page.vm.otherText
                        }
                        Label {
                            objectName: "explainOther"
                            text: page.vm.otherText
                            color: page.vm.otherDiffers ? Theme.text : Theme.muted
                            wrapMode: Text.Wrap
                            Layout.fillWidth: true
                        }
                    }
                    Label {
                        text: page.vm.rulerTitle
                        color: Theme.muted
                        font.pixelSize: Theme.fontSmall
                        Layout.topMargin: Theme.space
                    }
                    BucketRuler {
                        parts: page.vm.ruler
                        bucket: page.vm.bucket
                        Layout.fillWidth: true
                    }
                }
                Card {
                    title: qsTr("Rules, first match wins")
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredHeight: 2

                    ListView {
                        objectName: "explainRules"
                        clip: true
                        model: page.vm.rules
                        spacing: Theme.spaceSmall
                        boundsBehavior: Flickable.StopAtBounds
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        ScrollBar.vertical: ScrollBar {}
                        delegate: ExplainRuleRow {
                            width: ListView.view.width - Theme.space
                            height: 40
                        }
                    }
                }
                Card {
                    visible: page.vm.explained
                    title: qsTr("Make a rule from this")
                    Layout.fillWidth: true

                    Flow {
                        spacing: Theme.space
                        Layout.fillWidth: true

                        Repeater {
                            model: page.vm.attributes

                            Button {
                                required property var modelData
                                required property int index

                                objectName: "makeRule_" + index
                                text: qsTr("%1 is %2").arg(modelData.attr).arg(modelData.value.length > 32
                                    ? modelData.value.slice(0, 32) + "…" : modelData.value)
                                onClicked: page.vm.makeRule(index)
                            }
                        }
                    }
                }
            }
        }
    }
}
