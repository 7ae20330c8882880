// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/runningmoves.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

constexpr qint64 kRest = 1000;

// What the strings are named for lupdate.
class Words {
  Q_DECLARE_TR_FUNCTIONS(SessionMoves)
};

QString whom(const SessionMove& move) {
  QStringList parts;
  for (const auto& [key, value] : move.where) {
    if (key == QLatin1String("room")) parts << Words::tr("room %1").arg(value);
    if (key == QLatin1String("user")) parts << Words::tr("user %1").arg(value);
    if (key == QLatin1String("session")) parts << Words::tr("session %1").arg(value);
    if (key == QLatin1String("sessions")) parts << Words::tr("chosen sessions");
    if (key == QLatin1String("share")) parts << formatPercent(value.toDouble(), 0);
    if (key == QLatin1String("placedElsewhere")) parts << Words::tr("placed elsewhere by the policy");
  }
  return parts.isEmpty() ? Words::tr("all sessions") : parts.join(QStringLiteral(", "));
}

QString howFar(const SessionMove& move) {
  QString text = Words::tr("%1 of %2 moved").arg(formatCount(move.moved), formatCount(move.total));
  if (move.gone > 0)
    text += QStringLiteral(" \u00b7 ") + Words::tr("%1 left by themselves").arg(formatCount(move.gone));
  return text;
}

QString whenDone(const SessionMove& move, qint64 nowMs) {
  if (move.state == QLatin1String("cancelled"))
    return Words::tr("stopped at %1, %2 stay").arg(formatTime(move.endsMs, nowMs), formatCount(move.left));
  if (!move.isRunning()) return Words::tr("done at %1").arg(formatTime(move.endsMs, nowMs));
  if (move.endsMs == 0) return Words::tr("%1 left, nobody is moved").arg(formatCount(move.left));
  return Words::tr("%1 left, ends at %2, in %3")
      .arg(formatCount(move.left), formatTime(move.endsMs, nowMs),
           formatDuration(move.endsMs - nowMs + kRest));
}

QString kindOf(const SessionMove& move) {
  if (move.isRunning()) return QStringLiteral("play");
  return move.state == QLatin1String("done") ? QStringLiteral("ok") : QStringLiteral("pause");
}

}  // namespace

RunningMoves::RunningMoves(QObject* parent)
    : QObject(parent),
      m_moves(new RecordModel({QStringLiteral("key"), QStringLiteral("title"), QStringLiteral("detail"),
                               QStringLiteral("progress"), QStringLiteral("running"), QStringLiteral("kind")},
                              this)),
      m_closed(new RecordModel({QStringLiteral("source"), QStringLiteral("node"), QStringLiteral("version"),
                                QStringLiteral("text")},
                               this)) {}

void RunningMoves::update(const std::vector<NodeStatus>& nodes, qint64 nowMs) {
  std::vector<RecordModel::Record> moves;
  std::vector<RecordModel::Record> closed;
  for (const NodeStatus& node : nodes) {
    for (const SessionMove& move : node.moves) {
      if (!move.isRunning() && nowMs - move.endsMs > kShownMs) continue;
      const double total = static_cast<double>(std::max<quint64>(1, move.total));
      const double done = move.total == 0 ? 1 : static_cast<double>(move.moved + move.gone) / total;
      moves.push_back({node.source + QLatin1Char('/') + move.id,
                       node.node + QStringLiteral(" \u00b7 ") + whom(move),
                       howFar(move) + QStringLiteral(" \u00b7 ") + whenDone(move, nowMs), std::min(1.0, done),
                       move.isRunning(), kindOf(move)});
    }
    if (node.state == QLatin1String("maintenance") || node.state == QLatin1String("draining")) {
      const QString sessions = formatCount(node.open);
      closed.push_back({node.source, node.node, node.version,
                        node.state == QLatin1String("draining")
                            ? Words::tr("drained: takes no new sessions, %1 open").arg(sessions)
                            : Words::tr("maintenance: takes no new sessions, %1 open").arg(sessions)});
    }
  }
  m_moves->setRecords(std::move(moves));
  m_closed->setRecords(std::move(closed));
  emit changed();
}

}  // namespace halftone::app
