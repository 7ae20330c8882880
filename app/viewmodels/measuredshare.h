// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <map>
#include <span>

#include "app/feeds/liverequest.h"
#include "backend/policy/routetable.h"

namespace halftone::app {

// A measured share and the band in which the true one lies with 95 % confidence; all from 0 to 1.
struct MeasuredShare {
  double share = 0;
  double low = 0;
  double high = 1;
};

// Of so many decisions in all, at least one; the band is Wilson's. `concentration` is the chance that two of
// them are of one user, whom a sticky split never parts: they say no more than so many fewer decisions would
// (the design effect 1 + (all - 1) * concentration; L. Kish, "Survey Sampling", 1965, section 5.4).
[[nodiscard]] MeasuredShare measuredShare(std::uint64_t count, std::uint64_t all, double concentration = 0);
// Whether a share is twice as far from its weight in force (basis points) as its 95 % band reaches, which
// chance does less than once in ten thousand times.
[[nodiscard]] bool isFarAway(const MeasuredShare& measured, int inForce);

// The concentration of each rule's requests, "default" among them, estimated without bias from samples (E. H.
// Simpson, "Measurement of diversity", Nature 163, 1949). A request without a sticky key is like no other.
// Rules with fewer than two samples are left out.
[[nodiscard]] std::map<QString, double> concentrationByRule(const policy::RouteTable& table,
                                                            std::span<const LiveRequest> samples);

}  // namespace halftone::app
