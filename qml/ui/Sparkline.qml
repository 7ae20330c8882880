// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Shapes
import Halftone.Theme

// A line without axes. `values`: 0 to 1, oldest first.
Shape {
    id: spark

    property var values: []

    implicitWidth: 120
    implicitHeight: 24

    ShapePath {
        strokeColor: Theme.accent
        strokeWidth: 1
        fillColor: "transparent"
        joinStyle: ShapePath.RoundJoin

        PathPolyline {
            path: Array.from(spark.values, (value, i) =>
                Qt.point(i / Math.max(1, spark.values.length - 1) * spark.width, 1 + (1 - value) * (spark.height - 2)))
        }
    }
}
