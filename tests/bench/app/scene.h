// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QVariantMap>

#include "app/viewmodels/session.h"
#include "app/viewmodels/versioncolors.h"

namespace halftone::bench {

// A piece of QML in a window of its own, with what the console's parts want around them.
class Scene {
 public:
  Scene();
  // Shows it and lets it come to rest; null if it does not load. Models among `properties` outlive the scene.
  [[nodiscard]] QQuickItem* show(const QByteArray& qml, const QVariantMap& properties);
  [[nodiscard]] QQuickView& view() { return m_view; }

 private:
  app::Session m_session{nullptr};
  app::VersionColors m_colors{nullptr};
  QQmlEngine m_engine;
  QQmlComponent m_component{&m_engine};
  QQuickView m_view{&m_engine, nullptr};
};

}  // namespace halftone::bench
