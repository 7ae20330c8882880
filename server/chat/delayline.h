// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <chrono>
#include <functional>
#include <map>

namespace halftone::chat {

// Work that is done later, precise to a millisecond; in order of its time, and of its coming where that is
// equal. Only injected latency goes through it. Data thread only.
class DelayLine {
 public:
  using Clock = std::chrono::steady_clock;
  using Work = std::function<void()>;

  // `done` is called after each round of work.
  explicit DelayLine(Work done);
  void add(Clock::time_point due, Work work);
  [[nodiscard]] std::size_t size() const { return m_waiting.size(); }

 private:
  void runDue();
  void arm();

  Work m_done;
  QTimer m_timer;
  std::multimap<Clock::time_point, Work> m_waiting;
};

}  // namespace halftone::chat
