// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halftone::registry {

// A user event, as `consul event` fires it.
struct Event {
  std::string id;
  std::string name;
  std::string payload;
  std::string nodeFilter;  // regular expressions; "" matches all
  std::string serviceFilter;
  std::string tagFilter;
  std::uint64_t time = 0;  // a Lamport clock
};

inline constexpr std::size_t kKeptEvents = 256;

// The last events that reached this agent. In memory only, as in Consul.
class EventLog {
 public:
  void add(Event event);
  // Oldest first; those of this name, or all for "".
  [[nodiscard]] std::vector<Event> list(std::string_view name) const;
  // Not a counter: made of the newest event's ID, 1 if there is none.
  [[nodiscard]] std::uint64_t index(std::string_view name) const;

 private:
  std::deque<Event> m_events;
  std::uint64_t m_clock = 1;
};

}  // namespace halftone::registry
