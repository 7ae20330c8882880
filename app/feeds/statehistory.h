// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <deque>
#include <vector>

#include "backend/consul/instances.h"

namespace halftone::app {

// The states of one instance since the console began to watch. A value; times are ms since 1970.
class StateHistory {
 public:
  // The oldest changes are forgotten beyond so many; the flap count goes on.
  static constexpr std::size_t kMaxChanges = 256;

  enum class State { Unknown, Passing, Warning, Critical, Maintenance, Gone };
  struct Change {
    qint64 atMs = 0;
    State state = State::Unknown;
  };
  // A share of the strip, in permille of its width.
  struct Segment {
    State state = State::Unknown;
    int permille = 0;
  };

  void observe(State state, qint64 nowMs);

  [[nodiscard]] State current() const { return m_changes.empty() ? State::Unknown : m_changes.back().state; }
  // How often the state changed since the first observation.
  [[nodiscard]] int flaps() const { return m_flaps; }
  // When the last change was seen; 0 if there was none yet.
  [[nodiscard]] qint64 lastChangeMs() const { return m_flaps == 0 ? 0 : m_changes.back().atMs; }
  // What the strip of the last `spanMs` shows, oldest first; sums to 1000. Before the first observation:
  // Unknown.
  [[nodiscard]] std::vector<Segment> strip(qint64 nowMs, qint64 spanMs) const;

 private:
  std::deque<Change> m_changes;
  int m_flaps = 0;
};

[[nodiscard]] StateHistory::State historyState(consul::CheckState state);

}  // namespace halftone::app
