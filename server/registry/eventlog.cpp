// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/eventlog.h"

#include "server/registry/identifiers.h"

namespace halftone::registry {

void EventLog::add(Event event) {
  event.time = ++m_clock;
  m_events.push_back(std::move(event));
  if (m_events.size() > kKeptEvents) m_events.pop_front();
}

std::vector<Event> EventLog::list(std::string_view name) const {
  std::vector<Event> found;
  for (const Event& event : m_events) {
    if (name.empty() || event.name == name) found.push_back(event);
  }
  return found;
}

std::uint64_t EventLog::index(std::string_view name) const {
  for (auto at = m_events.rbegin(); at != m_events.rend(); ++at) {
    if (name.empty() || at->name == name) return foldUuid(at->id);
  }
  return 1;
}

}  // namespace halftone::registry
