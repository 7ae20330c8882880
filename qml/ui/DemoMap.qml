// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme

// Who talks to whom: the crowd to the proxy, the proxy to the nodes, and all of them to the registry.
Card {
    id: map

    required property DemoViewModel vm
    readonly property int rows: Math.max(1, vm.nodes.count)

    signal hurtAsked(process: string, action: string)

    title: qsTr("Processes")

    RowLayout {
        spacing: 0
        Layout.fillWidth: true

        DemoCrowdNode {
            vm: map.vm
            Layout.fillWidth: true
            Layout.preferredWidth: 200
            Layout.maximumHeight: implicitHeight
        }
        DemoLinks {
            to: Math.max(1, map.vm.gateways.count)
            Layout.fillHeight: true
        }
        Column {
            id: gateways

            spacing: Theme.space
            Layout.fillWidth: true
            Layout.preferredWidth: 200

            Repeater {
                model: map.vm.gateways

                DemoProcess {
                    vm: map.vm
                    width: gateways.width
                    onHurtAsked: (process, action) => map.hurtAsked(process, action)
                }
            }
        }
        DemoLinks {
            to: map.rows
            Layout.fillHeight: true
        }
        Column {
            id: nodes

            spacing: Theme.space
            Layout.fillWidth: true
            Layout.preferredWidth: 250
            Layout.minimumWidth: 250  // a node's name beside its buttons

            Repeater {
                model: map.vm.nodes

                DemoProcess {
                    vm: map.vm
                    width: nodes.width
                    onHurtAsked: (process, action) => map.hurtAsked(process, action)
                }
            }
        }
        DemoLinks {
            from: map.rows
            dashed: true
            Layout.fillHeight: true
        }
        Column {
            id: registries

            spacing: Theme.space
            Layout.fillWidth: true
            Layout.preferredWidth: 200

            Repeater {
                model: map.vm.registries

                DemoProcess {
                    vm: map.vm
                    width: registries.width
                    onHurtAsked: (process, action) => map.hurtAsked(process, action)
                }
            }
        }
    }
}
