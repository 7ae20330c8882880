// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/delayline.h"

#include <algorithm>
#include <utility>

namespace halftone::chat {

DelayLine::DelayLine(Work done) : m_done(std::move(done)) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  m_timer.callOnTimeout([this] { runDue(); });
}

void DelayLine::add(Clock::time_point due, Work work) {
  const bool isFirst = m_waiting.empty() || due < m_waiting.begin()->first;
  m_waiting.emplace(due, std::move(work));
  if (isFirst) arm();
}

void DelayLine::arm() {
  if (m_waiting.empty()) return;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_waiting.begin()->first - Clock::now());
  m_timer.start(std::max(left, std::chrono::milliseconds(0)));
}

void DelayLine::runDue() {
  const Clock::time_point now = Clock::now();
  while (!m_waiting.empty() && m_waiting.begin()->first <= now) {
    const Work work = std::move(m_waiting.begin()->second);
    m_waiting.erase(m_waiting.begin());
    work();
  }
  m_done();
  arm();
}

}  // namespace halftone::chat
