// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.Theme
import Halftone.Ui

// The fields of one cluster.
GridLayout {
    id: form

    function show(values: var) {
        name.text = values.name
        addresses.text = values.addresses
        datacenter.text = values.datacenter
        token.text = ""
        authorities.text = values.authorities
        certificate.text = values.certificate
        key.text = values.key
        production.checked = values.production
        readOnly.checked = values.readOnly
    }
    function values(): var {
        return {
            name: name.text, addresses: addresses.text, datacenter: datacenter.text, token: token.text,
            authorities: authorities.text, certificate: certificate.text, key: key.text,
            production: production.checked, readOnly: readOnly.checked
        }
    }

    columns: 2
    columnSpacing: Theme.spaceMedium
    rowSpacing: Theme.space

    Label {
        text: qsTr("Name")
        color: Theme.muted
    }
    TextField {
        id: name

        objectName: "connectionName"
        placeholderText: qsTr("prod-shanghai")
        maximumLength: 80
        Accessible.name: qsTr("Name")
        Layout.fillWidth: true
    }
    Label {
        text: qsTr("Addresses")
        color: Theme.muted
    }
    TextField {
        id: addresses

        objectName: "connectionAddresses"
        placeholderText: qsTr("https://consul-1:8501, https://consul-2:8501")
        font.family: text === "" ? Theme.family : Theme.mono
        maximumLength: 1000
        Accessible.name: qsTr("Addresses, tried in this order")
        Layout.fillWidth: true
    }
    Label {
        text: qsTr("Data centre")
        color: Theme.muted
    }
    TextField {
        id: datacenter

        objectName: "connectionDatacenter"
        placeholderText: qsTr("the agent's own")
        maximumLength: 80
        Accessible.name: qsTr("Data centre")
        Layout.fillWidth: true
    }
    Label {
        text: qsTr("ACL token")
        color: Theme.muted
    }
    TextField {
        id: token

        objectName: "connectionToken"
        placeholderText: qsTr("kept in the keyring; empty leaves it as it is")
        echoMode: TextInput.Password
        maximumLength: 4096
        Accessible.name: qsTr("ACL token")
        Layout.fillWidth: true
    }
    Label {
        text: qsTr("TLS authorities")
        color: Theme.muted
    }
    TextField {
        id: authorities

        objectName: "connectionAuthorities"
        placeholderText: qsTr("PEM file; empty: the system's")
        maximumLength: 4096
        Accessible.name: qsTr("TLS authorities")
        Layout.fillWidth: true
    }
    Label {
        text: qsTr("Client certificate")
        color: Theme.muted
    }
    TextField {
        id: certificate

        objectName: "connectionCertificate"
        placeholderText: qsTr("PEM file, with its chain")
        maximumLength: 4096
        Accessible.name: qsTr("Client certificate")
        Layout.fillWidth: true
    }
    Label {
        text: qsTr("Its key")
        color: Theme.muted
    }
    TextField {
        id: key

        objectName: "connectionKey"
        placeholderText: qsTr("PEM file")
        maximumLength: 4096
        Accessible.name: qsTr("Key of the client certificate")
        Layout.fillWidth: true
    }
    Item {
        Layout.preferredHeight: Theme.line
    }
    CheckBox {
        id: production

        objectName: "connectionProduction"
        text: qsTr("Production: red frame, and names are typed before what hurts")
    }
    Item {
        Layout.preferredHeight: Theme.line
    }
    CheckBox {
        id: readOnly

        objectName: "connectionReadOnly"
        text: qsTr("Read-only: nothing is ever written")
    }
}
