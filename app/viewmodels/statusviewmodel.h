// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <string>

#include "app/viewmodels/feeds.h"

namespace halftone::app {

// What the window's bars say of Consul, the proxies and their streams. Kinds are StateMark's. GUI thread.
class StatusViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")
  Q_PROPERTY(QString address READ address CONSTANT)
  Q_PROPERTY(QString consulKind READ consulKind NOTIFY changed)
  Q_PROPERTY(QString consulText READ consulText NOTIFY changed)
  Q_PROPERTY(QString consulShort READ consulShort NOTIFY changed)
  Q_PROPERTY(QString proxiesKind READ proxiesKind NOTIFY changed)
  Q_PROPERTY(QString proxiesText READ proxiesText NOTIFY changed)
  Q_PROPERTY(QString streamKind READ streamKind NOTIFY changed)
  Q_PROPERTY(QString streamText READ streamText NOTIFY changed)
  Q_PROPERTY(QString editorsText READ editorsText NOTIFY changed)

 public:
  explicit StatusViewModel(const Feeds& feeds, QObject* parent = nullptr);

  [[nodiscard]] QString address() const;
  [[nodiscard]] QString consulKind() const;
  [[nodiscard]] QString consulText() const;   // a sentence, empty when all is well
  [[nodiscard]] QString consulShort() const;  // "consul ok"
  [[nodiscard]] QString proxiesKind() const;
  [[nodiscard]] QString proxiesText() const;  // "2 proxies, policy r42 on both"
  [[nodiscard]] QString streamKind() const;
  [[nodiscard]] QString streamText() const;
  // "li is editing chat"; empty while only we do, or nobody.
  [[nodiscard]] QString editorsText() const;
  // Tells which sessions of Consul are our own: they are left out of editorsText().
  void setOwnSessions(std::function<bool(const std::string&)> isOwn) { m_isOwnSession = std::move(isOwn); }
  void retranslate() { emit changed(); }

 signals:
  void changed();

 private:
  Feeds m_feeds;
  std::function<bool(const std::string&)> m_isOwnSession;
  QTimer m_clock;  // "for 12 s" goes on while something is away
};

}  // namespace halftone::app
