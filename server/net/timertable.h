// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>
#include <QVarLengthArray>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

namespace halftone::net {

// The Qt timers of one thread, ordered by when they are due. Tens of them are expected, not thousands: those
// are the business of DeadlineWheel. Not thread-safe.
class TimerTable {
 public:
  using Clock = std::chrono::steady_clock;

  // One timer that was due; the serial tells it from a later timer that got the same id.
  struct Due {
    int id = 0;
    std::uint64_t serial = 0;
  };
  using DueList = QVarLengthArray<Due, 32>;

  void add(int id, std::chrono::milliseconds interval, Qt::TimerType type, QObject* object,
           Clock::time_point now);
  bool remove(int id);
  bool removeAllOf(QObject* object);
  [[nodiscard]] QList<QAbstractEventDispatcher::TimerInfo> allOf(QObject* object) const;
  // In milliseconds, rounded up; 0 if overdue; -1 if there is no such timer.
  [[nodiscard]] int remaining(int id, Clock::time_point now) const;

  // When the first timer that is not in its own handler is due.
  [[nodiscard]] std::optional<Clock::time_point> next() const;
  // Timers due at `now`, in order.
  void collect(Clock::time_point now, DueList& due) const;
  // Sets the timer to its next time and returns whom to tell; null if it is gone, was re-armed meanwhile or
  // is in its own handler (a nested loop must not enter it again).
  [[nodiscard]] QObject* enter(Due due, Clock::time_point now);
  void leave(Due due);

 private:
  struct Key {
    Clock::time_point due;
    std::uint64_t order = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Timer {
    int id = 0;
    std::uint64_t serial = 0;
    std::chrono::milliseconds interval{};
    Qt::TimerType type = Qt::PreciseTimer;
    QObject* object = nullptr;
    bool inHandler = false;
  };
  using ByTime = std::map<Key, Timer>;

  [[nodiscard]] ByTime::iterator find(Due due);

  ByTime m_byTime;
  std::unordered_map<int, ByTime::iterator> m_byId;
  std::uint64_t m_counter = 0;
};

}  // namespace halftone::net
