// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <vector>

#include "app/feeds/sessionbook.h"
#include "app/viewmodels/recordmodel.h"

namespace halftone::app {

// The moves that run, those that ended a little while ago, and the nodes that take no new sessions. GUI
// thread.
class RunningMoves : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(halftone::app::RecordModel* moves READ moves CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* closed READ closed CONSTANT)
  Q_PROPERTY(bool present READ isPresent NOTIFY changed)

 public:
  // Moves that ended longer ago are not shown.
  static constexpr qint64 kShownMs = 60'000;

  explicit RunningMoves(QObject* parent = nullptr);

  void update(const std::vector<NodeStatus>& nodes, qint64 nowMs);

  // key ("source/id"), title, detail, progress (0 to 1), running, kind (of a StateMark).
  [[nodiscard]] RecordModel* moves() const { return m_moves; }
  // source, node, version, text.
  [[nodiscard]] RecordModel* closed() const { return m_closed; }
  [[nodiscard]] bool isPresent() const { return m_moves->count() + m_closed->count() > 0; }

 signals:
  void changed();

 private:
  RecordModel* m_moves;
  RecordModel* m_closed;
};

}  // namespace halftone::app
