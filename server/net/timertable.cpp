// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/timertable.h"

#include <algorithm>
#include <limits>

namespace halftone::net {

using std::chrono::milliseconds;

namespace {

// Keeps now + interval inside the clock's range for any 64-bit interval.
constexpr milliseconds kLongest = std::chrono::hours(24 * 365 * 100);

milliseconds effective(milliseconds interval, Qt::TimerType type) {
  interval = std::clamp(interval, milliseconds(0), kLongest);
  return type == Qt::VeryCoarseTimer ? std::chrono::ceil<std::chrono::seconds>(interval) : interval;
}

}  // namespace

void TimerTable::add(int id, milliseconds interval, Qt::TimerType type, QObject* object,
                     Clock::time_point now) {
  remove(id);
  const milliseconds wait = effective(interval, type);
  const Key key{now + wait, ++m_counter};
  m_byId[id] = m_byTime.emplace(key, Timer{id, m_counter, wait, type, object, false}).first;
}

bool TimerTable::remove(int id) {
  const auto found = m_byId.find(id);
  if (found == m_byId.end()) return false;
  m_byTime.erase(found->second);
  m_byId.erase(found);
  return true;
}

bool TimerTable::removeAllOf(QObject* object) {
  const std::size_t before = m_byTime.size();
  for (auto timer = m_byTime.begin(); timer != m_byTime.end();) {
    if (timer->second.object != object) {
      ++timer;
      continue;
    }
    m_byId.erase(timer->second.id);
    timer = m_byTime.erase(timer);
  }
  return m_byTime.size() != before;
}

QList<QAbstractEventDispatcher::TimerInfo> TimerTable::allOf(QObject* object) const {
  QList<QAbstractEventDispatcher::TimerInfo> list;
  for (const auto& [key, timer] : m_byTime) {
    if (timer.object == object) list.append({timer.id, static_cast<int>(timer.interval.count()), timer.type});
  }
  return list;
}

int TimerTable::remaining(int id, Clock::time_point now) const {
  const auto found = m_byId.find(id);
  if (found == m_byId.end()) return -1;
  const auto left = std::chrono::ceil<milliseconds>(found->second->first.due - now).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

std::optional<TimerTable::Clock::time_point> TimerTable::next() const {
  for (const auto& [key, timer] : m_byTime) {
    if (!timer.inHandler) return key.due;
  }
  return std::nullopt;
}

void TimerTable::collect(Clock::time_point now, DueList& due) const {
  for (const auto& [key, timer] : m_byTime) {
    if (key.due > now) return;
    if (!timer.inHandler) due.append({timer.id, timer.serial});
  }
}

TimerTable::ByTime::iterator TimerTable::find(Due due) {
  const auto found = m_byId.find(due.id);
  if (found == m_byId.end() || found->second->second.serial != due.serial) return m_byTime.end();
  return found->second;
}

QObject* TimerTable::enter(Due due, Clock::time_point now) {
  const auto timer = find(due);
  if (timer == m_byTime.end() || timer->first.due > now || timer->second.inHandler) return nullptr;
  timer->second.inHandler = true;
  auto node = m_byTime.extract(timer);
  // Without drift; but what was missed while the thread was busy is not made up for.
  Clock::time_point again = node.key().due + node.mapped().interval;
  if (again <= now) again = now + node.mapped().interval;
  node.key() = {again, ++m_counter};
  const auto placed = m_byTime.insert(std::move(node)).position;
  m_byId[due.id] = placed;
  return placed->second.object;
}

void TimerTable::leave(Due due) {
  const auto timer = find(due);
  if (timer != m_byTime.end()) timer->second.inHandler = false;
}

}  // namespace halftone::net
