// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// What happened just now, for some seconds: as narrow as the sidebar it lies on, so that it covers no page.
Column {
    id: toasts

    required property Notices notices

    spacing: Theme.space

    Repeater {
        model: toasts.notices.shown

        NoticeRow {
            objectName: "toast_" + number
            width: toasts.width
            compact: true
            onOpenAsked: toasts.notices.open(number)
            onCloseAsked: toasts.notices.dismiss(number)
        }
    }
}
