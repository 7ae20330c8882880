// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/statehistory.h"

#include <algorithm>

namespace halftone::app {

void StateHistory::observe(State state, qint64 nowMs) {
  if (current() == state) return;
  if (!m_changes.empty()) ++m_flaps;
  m_changes.push_back({nowMs, state});
  if (m_changes.size() > kMaxChanges) m_changes.pop_front();
}

std::vector<StateHistory::Segment> StateHistory::strip(qint64 nowMs, qint64 spanMs) const {
  const qint64 begin = nowMs - spanMs;
  const auto place = [&](qint64 atMs) {
    return static_cast<int>(std::clamp<qint64>(atMs - begin, 0, spanMs) * 1000 / spanMs);
  };
  std::vector<Segment> segments;
  int drawn = 0;
  State state = State::Unknown;
  const auto drawUntil = [&](int end) {
    if (end > drawn) segments.push_back({state, end - drawn});
    drawn = std::max(drawn, end);
  };
  for (const Change& change : m_changes) {
    drawUntil(place(change.atMs));
    state = change.state;
  }
  drawUntil(1000);
  return segments;
}

StateHistory::State historyState(consul::CheckState state) {
  switch (state) {
    case consul::CheckState::Passing:
      return StateHistory::State::Passing;
    case consul::CheckState::Warning:
      return StateHistory::State::Warning;
    case consul::CheckState::Critical:
      return StateHistory::State::Critical;
    case consul::CheckState::Maintenance:
      return StateHistory::State::Maintenance;
  }
  return StateHistory::State::Unknown;
}

}  // namespace halftone::app
