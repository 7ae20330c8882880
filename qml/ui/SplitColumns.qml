// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// How wide the columns of a split are, for its heads and its rows alike.
QtObject {
    property bool live: true  // with what is measured
    readonly property int name: 128
    readonly property int wanted: 84
    readonly property int change: 84
    readonly property int measured: 112
    readonly property int sessions: 84
    readonly property int lock: 28
}
