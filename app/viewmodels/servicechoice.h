// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>

namespace halftone::app {

struct Feeds;

// The service that a page is about, out of those that have a policy or a proxy. The first of them until the
// operator picks another. GUI thread.
class ServiceChoice : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(QStringList names READ names NOTIFY namesChanged)
  Q_PROPERTY(QString current READ current WRITE setCurrent NOTIFY currentChanged)
  Q_PROPERTY(int currentIndex READ currentIndex NOTIFY currentChanged)

 public:
  explicit ServiceChoice(const Feeds& feeds, QObject* parent = nullptr);

  [[nodiscard]] QStringList names() const { return m_names; }
  // Empty while there is none.
  [[nodiscard]] QString current() const { return m_current; }
  // Names that are not offered are ignored.
  void setCurrent(const QString& name);
  // Takes it as soon as it is offered, unless the operator picks another until then.
  void await(const QString& name);
  [[nodiscard]] int currentIndex() const { return static_cast<int>(m_names.indexOf(m_current)); }

 signals:
  void namesChanged();
  void currentChanged();

 private:
  void update(const QStringList& policies, const QStringList& traffic);

  QStringList m_names;
  QString m_current;
  QString m_awaited;
};

}  // namespace halftone::app
