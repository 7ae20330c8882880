// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls

// Something to do to a process; not there while it cannot be done.
Button {
    required property string process

    visible: enabled
    Accessible.name: text + " " + process
}
