// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QVariantList>
#include <map>

#include "app/viewmodels/sessionorder.h"

namespace halftone::app {

// How open sessions stand to today's policy: weights are flow, sessions are stock.
struct DriftFigures {
  quint64 open = 0;
  quint64 misplaced = 0;              // on another version than the policy would place them on today
  quint64 unknown = 0;                // nobody can tell
  std::map<QString, quint64> placed;  // by the version that the policy gives them
};

// By the nodes' own figures where they have them (they know the requests), else by what is known of the
// sessions.
[[nodiscard]] DriftFigures measureDrift(const SessionsKnown& known);

// The drift as the page shows it. GUI thread.
class SessionDrift : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  Q_PROPERTY(bool present READ isPresent NOTIFY changed)
  Q_PROPERTY(QString kind READ kind NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(QString unknownText READ unknownText NOTIFY changed)
  Q_PROPERTY(double share READ share NOTIFY changed)
  Q_PROPERTY(QVariantList placed READ placed NOTIFY changed)

 public:
  using QObject::QObject;

  // Without a policy nothing is known. `revision` is the policy's.
  void update(const SessionsKnown& known, quint64 revision);

  [[nodiscard]] bool isKnown() const { return m_known; }
  // Whether anybody is misplaced.
  [[nodiscard]] bool isPresent() const { return m_known && m_figures.misplaced > 0; }
  // Of a StateMark.
  [[nodiscard]] QString kind() const;
  [[nodiscard]] QString text() const;
  [[nodiscard]] QString unknownText() const;
  // Of the open sessions, 0 to 1.
  [[nodiscard]] double share() const;
  // Parts of a VersionBar: where the policy would place the open sessions.
  [[nodiscard]] QVariantList placed() const;
  [[nodiscard]] const DriftFigures& figures() const { return m_figures; }

 signals:
  void changed();

 private:
  DriftFigures m_figures;
  quint64 m_revision = 0;
  bool m_known = false;
  bool m_isHeard = false;  // some node tells of its sessions
};

}  // namespace halftone::app
