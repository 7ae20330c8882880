// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "backend/telemetry/histogram.h"

namespace halftone::telemetry {

// How much more the second of two samples has than the first, and between which differences the true one lies
// at 95 % confidence.
struct Difference {
  double value = 0;
  double low = 0;
  double high = 0;
  friend bool operator==(const Difference&, const Difference&) = default;
};

struct Share {
  std::uint64_t successes = 0;
  std::uint64_t trials = 0;
};

// The difference of two independent proportions (0..1), second less first: method 10 of R. G. Newcombe,
// "Interval estimation for the difference between independent proportions: comparison of eleven methods",
// Statistics in Medicine 17, 1998 (score intervals, squared and added, no continuity correction). Without
// trials on either side: -1 to 1.
[[nodiscard]] Difference newcombe95(Share first, Share second);

// A quantile with its 95 % interval, in milliseconds. `known` is false if the sample is too small to bound it
// on both sides (for 0.95 that takes 72 records).
struct QuantileInterval {
  double value = 0;
  double low = 0;
  double high = 0;
  bool known = false;
};

// The interval between two order statistics whose ranks come from the binomial distribution, without an
// assumption of how latencies are distributed (W. J. Conover, "Practical Nonparametric Statistics", 3rd ed.
// 1999, section 3.2); widened to the edges of the histogram's buckets. `share` in (0, 1).
[[nodiscard]] QuantileInterval quantile95(const Histogram& sample, double share);

// The difference of a quantile of two independent samples, second less first, in milliseconds: both intervals
// recovered into one (G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures: a
// general approach", Statistics in Medicine 27, 2008). Both must be known.
[[nodiscard]] Difference difference(const QuantileInterval& first, const QuantileInterval& second);

}  // namespace halftone::telemetry
