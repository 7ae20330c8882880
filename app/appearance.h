// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QGuiApplication;

namespace halftone::app {

// Names, style, graphics and font of a program that shows the console's QML. Before the first QML; GUI
// thread.
void prepareAppearance(QGuiApplication& app);

}  // namespace halftone::app
