// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQuick

// Colours, sizes and fonts by role. The window binds `dark`; nothing outside Theme and Style names a colour. Every
// colour of text has a contrast of 4.5 and more on every ground (WCAG 2.1, 1.4.3).
QtObject {
    id: theme

    property bool dark: true

    readonly property color window: dark ? "#0f1319" : "#f5f6f8"
    readonly property color surface: dark ? "#161b23" : "#ffffff"
    readonly property color surfaceAlt: dark ? "#1c222c" : "#f2f4f7"
    readonly property color border: dark ? "#2a313c" : "#d9dde3"
    readonly property color text: dark ? "#e4e8ee" : "#1b2330"
    readonly property color muted: dark ? "#929caa" : "#5c6777"
    readonly property color accent: dark ? "#5c97ff" : "#185aea"
    readonly property color accentFill: dark ? "#2b67e6" : "#185aea"  // under accentText
    readonly property color accentText: "#ffffff"
    readonly property color ok: dark ? "#34c38f" : "#0c7450"
    readonly property color warn: dark ? "#f5b83d" : "#945900"
    readonly property color bad: dark ? "#f36e77" : "#c22935"
    readonly property color hover: dark ? "#222935" : "#ebeef3"
    readonly property color pressed: dark ? "#29313e" : "#e2e7ee"
    readonly property color selection: dark ? "#1d3054" : "#dee9ff"
    readonly property color shade: dark ? "#a0000000" : "#60202838"

    // One for each version, by its index; told apart by colour-blind eyes in this order.
    readonly property list<color> series: dark
        ? ["#5b9bff", "#f5a524", "#2bc48a", "#b980ff", "#2cc5de", "#f36e77"]
        : ["#185aea", "#9b5500", "#097450", "#8738df", "#077086", "#c22c37"]

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
    // Whether its colour was given to another before: then a surface is notched, and a line has rings on it.
    function versionNotched(index: var): bool {
        return index !== undefined && index >= 0 && Math.floor(index / theme.series.length) % 2 === 1
    }
}
