// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// What happened just now, at the corner of the window, for some seconds.
Column {
    id: toasts

    required property Notices notices

    spacing: Theme.space
    width: 380

    Repeater {
        model: toasts.notices.shown

        NoticeRow {
            objectName: "toast_" + number
            width: toasts.width
            onOpenAsked: toasts.notices.open(number)
            onCloseAsked: toasts.notices.dismiss(number)
        }
    }
}
