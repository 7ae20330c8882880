// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <nlohmann/json_fwd.hpp>
#include <utility>
#include <vector>

namespace halftone::app {

// A move of sessions as its node tells it (resources/docs/streams.md). A value.
struct SessionMove {
  QString id;     // unique on its node
  QString mode;   // keep, pace, deadline
  QString state;  // running, done, cancelled
  QString reason;
  std::vector<std::pair<QString, QString>> where;  // what had to hold: {"room", "lobby"}
  double perSecond = 0;                            // of a pace
  quint64 total = 0;
  quint64 moved = 0;
  quint64 gone = 0;  // left by themselves
  quint64 left = 0;
  qint64 startedMs = 0;  // by our clock
  qint64 endsMs = 0;     // projected, or when it ended; 0: cannot be told

  [[nodiscard]] bool isRunning() const { return state == QLatin1String("running"); }
};

// How a node's open sessions stand to today's policy, as the node tells it.
struct NodeDrift {
  struct Version {
    QString name;
    int wanted = 0;  // weight in the default split, basis points
    quint64 placed = 0;
  };
  bool known = false;  // the node has a policy and counts
  quint64 revision = 0;
  quint64 open = 0;
  quint64 misplaced = 0;
  quint64 unplaced = 0;  // nobody can tell
  std::vector<Version> versions;
};

// Bounds of what one frame may tell.
inline constexpr std::size_t kMaxMoves = 200;

// Lenient: what is missing or of another kind is left at its default. `shiftMs` is added to times.
[[nodiscard]] std::vector<SessionMove> readMoves(const nlohmann::json& list, qint64 shiftMs);
[[nodiscard]] NodeDrift readDrift(const nlohmann::json& object);

}  // namespace halftone::app
