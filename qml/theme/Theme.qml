// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQuick

// Colours, sizes and fonts by role. The window binds `dark`; nothing outside Theme and Style names a colour.
QtObject {
    id: theme

    property bool dark: true

    readonly property color window: dark ? "#0f1319" : "#f5f6f8"
    readonly property color surface: dark ? "#161b23" : "#ffffff"
    readonly property color surfaceAlt: dark ? "#1c222c" : "#f0f2f5"
    readonly property color border: dark ? "#2a313c" : "#d9dde3"
    readonly property color text: dark ? "#e4e8ee" : "#1b2330"
    readonly property color muted: dark ? "#8d97a5" : "#5d6878"
    readonly property color accent: dark ? "#4c8dff" : "#2563eb"
    readonly property color accentText: "#ffffff"
    readonly property color ok: dark ? "#34c38f" : "#0e8a5f"
    readonly property color warn: dark ? "#f5b83d" : "#a86500"
    readonly property color bad: dark ? "#f2616b" : "#c92a37"
    readonly property color hover: dark ? "#222935" : "#e8ebf0"
    readonly property color pressed: dark ? "#2b3442" : "#dde2e9"
    readonly property color selection: dark ? "#24395f" : "#d6e4ff"
    readonly property color shade: dark ? "#a0000000" : "#60202838"

    // One for each version, by its index; told apart by colour-blind eyes in this order.
    readonly property list<color> series: dark
        ? ["#5b9bff", "#f5a524", "#2bc48a", "#b980ff", "#2cc5de", "#f2616b"]
        : ["#2563eb", "#c26a00", "#0b8f62", "#8b3fe0", "#0888a3", "#d0303c"]

    readonly property int spaceTiny: 2
    readonly property int spaceSmall: 4
    readonly property int space: 8
    readonly property int spaceMedium: 12
    readonly property int spaceLarge: 16
    readonly property int radius: 6
    readonly property int radiusSmall: 3
    readonly property int rowHeight: 28
    readonly property int controlHeight: 28
    readonly property int barHeight: 44
    readonly property int iconSize: 16
    readonly property int line: 1
    readonly property int focusLine: 2
    readonly property int frame: 3

    readonly property string family: "Inter"
    readonly property string mono: "JetBrains Mono"
    readonly property int fontSmall: 12
    readonly property int fontSize: 13
    readonly property int fontLarge: 16
    readonly property int fontTitle: 18

    readonly property int quick: 90
    readonly property real staleOpacity: 0.6

    // The colour of a version by its index in VersionColors; of an unknown one, muted.
    function versionColor(index: var): color {
        return index === undefined || index < 0 ? theme.muted : theme.series[index % theme.series.length]
    }
}
