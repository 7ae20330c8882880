// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/graphics.h"

#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QQuickWindow>
#include <QStringList>
#include <algorithm>

namespace halftone::app {

namespace {

bool isChosenByEnvironment() {
  return qEnvironmentVariableIsSet("QT_QUICK_BACKEND") || qEnvironmentVariableIsSet("QSG_RHI_BACKEND");
}

// What Qt Quick would draw with; empty without a usable OpenGL.
QString openGlRenderer() {
  QOpenGLContext context;
  if (!context.create()) return {};
  QOffscreenSurface surface;
  surface.setFormat(context.format());
  surface.create();
  if (!context.makeCurrent(&surface)) return {};
  const GLubyte* name = context.functions()->glGetString(GL_RENDERER);
  const QString renderer =
      name == nullptr ? QString() : QString::fromUtf8(reinterpret_cast<const char*>(name));
  context.doneCurrent();
  return renderer;
}

}  // namespace

bool isDrawnByProcessor(const QString& renderer) {
  static const QStringList kWords = {QStringLiteral("llvmpipe"), QStringLiteral("softpipe"),
                                     QStringLiteral("swrast"), QStringLiteral("software rasterizer"),
                                     QStringLiteral("SwiftShader")};
  return std::any_of(kWords.begin(), kWords.end(), [&renderer](const QString& word) {
    return renderer.contains(word, Qt::CaseInsensitive);
  });
}

void chooseGraphics() {
  if (isChosenByEnvironment()) return;
  const QString renderer = openGlRenderer();
  if (renderer.isEmpty() || isDrawnByProcessor(renderer))
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

}  // namespace halftone::app
