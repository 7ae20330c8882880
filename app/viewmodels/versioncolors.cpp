// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/versioncolors.h"

#include <QCollator>
#include <QJSEngine>
#include <QQmlEngine>
#include <algorithm>

namespace halftone::app {

namespace {
constexpr char kProperty[] = "halftoneVersionColors";
}

VersionColors::VersionColors(QObject* parent) : QObject(parent) {}

VersionColors* VersionColors::create(QQmlEngine* engine, QJSEngine*) {
  auto* colors = engine->property(kProperty).value<VersionColors*>();
  QJSEngine::setObjectOwnership(colors, QJSEngine::CppOwnership);
  return colors;
}

void VersionColors::provideTo(QQmlEngine* engine) {
  engine->setProperty(kProperty, QVariant::fromValue(this));
}

void VersionColors::add(const QStringList& versions) {
  take(m_others, versions);
}

void VersionColors::addReleased(const QStringList& versions) {
  take(m_released, versions);
}

void VersionColors::take(QStringList& group, const QStringList& versions) {
  const QVariantMap before = indexes();
  for (const QString& version : versions) {
    if (!version.isEmpty() && !group.contains(version)) group.append(version);
  }
  QCollator order(QLocale::c());
  order.setNumericMode(true);
  std::sort(group.begin(), group.end(), [&order](const QString& a, const QString& b) {
    const int compared = order.compare(a, b);
    return compared != 0 ? compared < 0 : a < b;
  });
  if (indexes() != before) emit changed();
}

int VersionColors::indexOf(const QString& version) const {
  return indexes().value(version, -1).toInt();
}

QVariantMap VersionColors::indexes() const {
  QVariantMap map;
  for (const QStringList& group : {m_released, m_others}) {
    for (const QString& version : group) {
      if (!map.contains(version)) map.insert(version, static_cast<int>(map.size()));
    }
  }
  return map;
}

}  // namespace halftone::app
