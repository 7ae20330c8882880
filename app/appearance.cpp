// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/appearance.h"

#include <QFont>
#include <QGuiApplication>
#include <QQuickStyle>

#include "app/graphics.h"

namespace halftone::app {

void prepareAppearance(QGuiApplication& app) {
  QCoreApplication::setOrganizationName(QStringLiteral("Halftone"));
  QCoreApplication::setApplicationName(QStringLiteral("halftone"));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Halftone"));
  QQuickStyle::setStyle(QStringLiteral("Halftone.Style"));
  chooseGraphics();
  QFont font;
  // The Chinese family by name: left alone, the fallback takes Japanese forms.
  font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC")});
  font.setPixelSize(13);
  app.setFont(font);
}

}  // namespace halftone::app
