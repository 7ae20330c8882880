// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import Halftone.App
import Halftone.Ui

// The keys of one window, with its palette and its sheet of keys: they count where that window is active and
// nothing modal lies over it, since controls block the shortcuts of items below a modal popup.
Item {
    id: keys

    required property PaletteModel commands

    signal pageAsked(page: string)
    signal pinAsked
    signal linkAsked

    function openPalette() {
        palettePopup.open()
    }

    Shortcut {
        sequence: "Ctrl+K"
        onActivated: palettePopup.open()
    }
    Shortcut {
        sequences: ["F1", "?"]
        onActivated: sheet.open()
    }
    Shortcut {
        sequence: "Ctrl+B"
        onActivated: keys.pinAsked()
    }
    Shortcut {
        sequence: "Ctrl+Shift+C"
        onActivated: keys.linkAsked()
    }
    Instantiator {
        model: Session.pages
        delegate: Shortcut {
            required property string modelData
            required property int index

            sequence: "Ctrl+" + (index + 1)
            onActivated: keys.pageAsked(modelData)
        }
    }
    Connections {
        target: Session

        function onHelpAsked() {
            if (keys.Window.active)
                sheet.open()
        }
    }
    CommandPalette {
        id: palettePopup

        model: keys.commands
    }
    ShortcutSheet {
        id: sheet
    }
}
