// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace halftone::app {

// Tells the desktop (the D-Bus interface org.freedesktop.Notifications) unless the operator is at the window
// anyway. Without a session bus or a service there nothing happens. GUI thread; does not wait for an answer.
void notifyDesktop(const QString& title, const QString& text);

}  // namespace halftone::app
