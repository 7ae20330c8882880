// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

class QJSEngine;
class QQmlEngine;

namespace halftone::app {

// Which colour a version has, on every page: its place among all version names seen so far, those under a
// policy first, sorted as people count (v2 before v10). An index into Theme.series; QML asks
// `Theme.versionColor(VersionColors.indexes[name])`. One for each engine, made by the application; GUI
// thread.
class VersionColors : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON
  Q_PROPERTY(QVariantMap indexes READ indexes NOTIFY changed)

 public:
  // No default constructor: the engine must take the application's object (see create()).
  explicit VersionColors(QObject* parent);
  static VersionColors* create(QQmlEngine* engine, QJSEngine* scriptEngine);
  // Makes this object the one that QML of the engine sees.
  void provideTo(QQmlEngine* engine);

  // Versions that a feed has met. A new name may move the colours of those after it.
  void add(const QStringList& versions);
  // Versions that a policy or a proxy names: they take the first colours.
  void addReleased(const QStringList& versions);
  // -1 for a version never seen.
  [[nodiscard]] int indexOf(const QString& version) const;
  [[nodiscard]] QVariantMap indexes() const;

 signals:
  void changed();

 private:
  void take(QStringList& group, const QStringList& versions);

  QStringList m_released;  // sorted
  QStringList m_others;    // sorted; may repeat names of m_released, which count there
};

}  // namespace halftone::app
