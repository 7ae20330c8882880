// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Layouts
import Halftone.App
import Halftone.Ui

// One of the health page's charts, as large as the others.
PlotCard {
    required property HealthViewModel vm

    span: vm.span
    end: vm.now
    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.preferredWidth: 1
    Layout.preferredHeight: 1
}
