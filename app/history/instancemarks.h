// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/history/historybin.h"
#include "backend/telemetry/trafficframe.h"

namespace halftone::app {

// Sees in what the proxies tell of a service's instances when one is worth a mark on the time axis: it is out
// of service or back, gone, ejected by a proxy or returned from that. A value without clock.
class InstanceMarks {
 public:
  // What all proxies tell at `time` (seconds since 1970). What is there at first is no change. A mark's
  // detail is the new state: ejected, returned, or as the proxies say it.
  [[nodiscard]] std::vector<HistoryMark> take(double time,
                                              const std::vector<telemetry::InstanceTraffic>& instances);

 private:
  std::map<std::string, std::string> m_states;  // by the instance's id
};

}  // namespace halftone::app
