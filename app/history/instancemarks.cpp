// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/instancemarks.h"

#include <utility>

namespace halftone::app {

namespace {

constexpr char kEjected[] = "ejected";
constexpr char kGone[] = "gone";

bool isAway(const std::string& state) {
  return state == "critical" || state == kGone || state == kEjected || state == "down";
}

bool serves(const std::string& state) {
  return state == "passing" || state == "warning";
}

// Empty: not worth a mark.
std::string detailOf(const std::string& before, const std::string& now) {
  if (before == now) return {};
  if (now == kEjected) return now;
  if (before == kEjected) return serves(now) ? "returned" : now;
  return isAway(before) == isAway(now) ? std::string() : now;
}

}  // namespace

std::vector<HistoryMark> InstanceMarks::take(double time,
                                             const std::vector<telemetry::InstanceTraffic>& instances) {
  std::map<std::string, std::string> now;
  for (const telemetry::InstanceTraffic& instance : instances) {
    std::string& state = now[instance.id];
    if (!isAway(state)) state = instance.state;  // one proxy that sets it aside is enough
  }
  std::vector<HistoryMark> marks;
  const auto add = [&marks, time](const std::string& id, const std::string& detail) {
    marks.push_back(
        {time, QStringLiteral("instance"), QString::fromStdString(id), QString::fromStdString(detail)});
  };
  for (const auto& [id, state] : now) {
    const auto before = m_states.find(id);
    if (before == m_states.end()) continue;
    if (const std::string detail = detailOf(before->second, state); !detail.empty()) add(id, detail);
  }
  for (const auto& [id, state] : m_states) {
    const bool wasThere = !isAway(state) || state == kEjected;
    if (!now.contains(id) && wasThere && !now.empty()) add(id, kGone);
  }
  m_states = std::move(now);
  return marks;
}

}  // namespace halftone::app
