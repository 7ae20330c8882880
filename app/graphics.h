// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace halftone::app {

// Whether an OpenGL renderer, by its GL_RENDERER, computes its pixels on the processor.
[[nodiscard]] bool isDrawnByProcessor(const QString& renderer);

// Without a graphics card Qt Quick takes Mesa's software OpenGL, which redraws the whole window for each
// frame on all cores; Qt's own software backend draws only what changed. Chooses that one where OpenGL is
// missing or not of a card, unless the environment names a backend (QT_QUICK_BACKEND, QSG_RHI_BACKEND). After
// QGuiApplication, before the first window; GUI thread. The look takes about 60 ms, most of which Qt would
// spend on loading the same OpenGL.
void chooseGraphics();

}  // namespace halftone::app
