// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowplace.h"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QScreen>
#include <QSettings>
#include <algorithm>

namespace halftone::app {

namespace {

const QString kPlace = QStringLiteral("window");
const QString kMaximized = QStringLiteral("maximized");

}  // namespace

WindowPlace::WindowPlace(QSettings* settings, QObject* parent) : QObject(parent), m_settings(settings) {}

WindowPlace::~WindowPlace() {
  keep();
}

void WindowPlace::follow(QQuickWindow* window) {
  m_window = window;
  const QRect place = m_settings->value(kPlace).toRect();
  const QList<QScreen*> screens = QGuiApplication::screens();
  const bool visible = std::any_of(screens.begin(), screens.end(), [&place](const QScreen* screen) {
    return screen->availableGeometry().contains(place.center());
  });
  if (place.isValid() && visible) window->setGeometry(place);
  if (m_settings->value(kMaximized).toBool()) window->showMaximized();
  // By name: the type of its argument is private to Qt. Once closed, the window no longer knows its place.
  connect(window, SIGNAL(closing(QQuickCloseEvent*)), this, SLOT(keep()));
}

void WindowPlace::keep() {
  if (m_window == nullptr || !m_window->isVisible()) return;
  const QWindow::Visibility visibility = m_window->visibility();
  if (visibility == QWindow::Minimized) return;
  m_settings->setValue(kMaximized, visibility == QWindow::Maximized);
  if (visibility != QWindow::Maximized) m_settings->setValue(kPlace, m_window->geometry());
}

}  // namespace halftone::app
