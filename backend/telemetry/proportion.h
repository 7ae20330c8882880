// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace halftone::telemetry {

// Between which shares (0..1) the true one lies, by a sample.
struct Interval {
  double low = 0;
  double high = 1;
};

// The score interval of a proportion at 95 % confidence (E. B. Wilson, "Probable inference, the law of
// succession, and statistical inference", JASA 22, 1927; formula as in Brown, Cai, DasGupta, "Interval
// estimation for a binomial proportion", Statistical Science 16, 2001, section 3.1.1). Honest for few samples
// and for shares near 0 and 1, where p +- 1.96 sigma is not. Without trials: 0 to 1. `successes` beyond
// `trials` count as `trials`.
[[nodiscard]] Interval wilson95(std::uint64_t successes, std::uint64_t trials);
// Of a share (0..1) that is known as well as by so many trials, which need not be whole.
[[nodiscard]] Interval wilson95OfShare(double share, double trials);

}  // namespace halftone::telemetry
