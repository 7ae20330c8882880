// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/policy/traffic.h"
#include "server/proxy/health.h"
#include "server/proxy/upstream.h"

namespace halftone::proxy {

// Ejects the instances of a version that do worse than the others, as Envoy's outlier detection
// (envoyproxy.io, "Outlier detection"): too many bad answers in a row, or a success rate far under the mean.
// State of one worker and one snapshot, but for `nextSweep`, which outlives snapshots.
class OutlierDetector {
 public:
  using TimePoint = Health::TimePoint;
  OutlierDetector(const policy::OutlierSettings& settings, std::vector<std::shared_ptr<Upstream>> upstreams,
                  TimePoint& nextSweep);

  // An answer of one of the instances, or none. May eject it, and at the interval's end others.
  void note(Upstream& upstream, Outcome outcome, TimePoint now);

 private:
  void sweep(TimePoint now);
  void judgeSuccessRates(const policy::SuccessRateSettings& settings, TimePoint now);
  void ejectIfAllowed(Upstream& upstream, TimePoint now);

  policy::OutlierSettings m_settings;
  std::vector<std::shared_ptr<Upstream>> m_upstreams;
  TimePoint& m_nextSweep;
};

}  // namespace halftone::proxy
