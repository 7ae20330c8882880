// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/telemetry/proportion.h"

#include <algorithm>
#include <cmath>

namespace halftone::telemetry {

Interval wilson95(std::uint64_t successes, std::uint64_t trials) {
  if (trials == 0) return {};
  const auto n = static_cast<double>(trials);
  return wilson95OfShare(static_cast<double>(std::min(successes, trials)) / n, n);
}

Interval wilson95OfShare(double share, double trials) {
  if (trials <= 0) return {};
  constexpr double kZ = 1.959963984540054;  // the 97.5 % point of the normal distribution
  const double n = trials;
  const double p = std::clamp(share, 0.0, 1.0);
  const double z2 = kZ * kZ;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace halftone::telemetry
