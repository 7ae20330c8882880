// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/telemetry/difference.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "backend/telemetry/proportion.h"

namespace halftone::telemetry {

namespace {

constexpr double kZ = 1.959963984540054;    // the 97.5 % point of the normal distribution
constexpr double kTail = 0.025;             // on each side
constexpr std::uint64_t kExactUpTo = 5000;  // beyond, the normal distribution is as good and costs nothing

// Which records, counted from 1 in ascending order, bound the quantile.
struct Ranks {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

double binomialTerm(std::uint64_t k, std::uint64_t n, double p) {
  const auto x = static_cast<double>(k);
  const auto size = static_cast<double>(n);
  return std::exp(std::lgamma(size + 1) - std::lgamma(x + 1) - std::lgamma(size - x + 1) + x * std::log(p) +
                  (size - x) * std::log1p(-p));
}

// The largest low with P(B < low) <= 2.5 % and the smallest high with P(B < high) >= 97.5 %, B binomial.
std::optional<Ranks> exactRanks(std::uint64_t n, double share) {
  Ranks ranks;
  double below = 0;  // P(B < k)
  for (std::uint64_t k = 0; k <= n; ++k) {
    if (below <= kTail) ranks.low = k;
    if (below >= 1 - kTail) {
      ranks.high = k;
      break;
    }
    below += binomialTerm(k, n, share);
  }
  if (ranks.low == 0 || ranks.high == 0) return std::nullopt;
  return ranks;
}

std::optional<Ranks> normalRanks(std::uint64_t n, double share) {
  const double middle = static_cast<double>(n) * share;
  const double half = kZ * std::sqrt(middle * (1 - share));
  const double low = std::floor(middle - half);
  const double high = std::ceil(middle + half) + 1;
  if (low < 1 || high > static_cast<double>(n)) return std::nullopt;
  return Ranks{static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high)};
}

// The bucket that holds the record of that rank.
int bucketOfRank(const Histogram& sample, std::uint64_t rank) {
  std::uint64_t seen = 0;
  const auto counts = sample.buckets();
  for (int bucket = 0; bucket < Histogram::kBuckets; ++bucket) {
    seen += counts[static_cast<std::size_t>(bucket)];
    if (seen >= rank) return bucket;
  }
  return Histogram::kBuckets - 1;
}

double lowerEdge(int bucket) {
  return static_cast<double>(Histogram::lowerBound(bucket)) / 1000;
}

double upperEdge(int bucket) {
  return bucket + 1 < Histogram::kBuckets ? lowerEdge(bucket + 1) : lowerEdge(bucket);
}

QuantileInterval scored(Share share) {
  const Interval wilson = wilson95(share.successes, share.trials);
  const double value = static_cast<double>(std::min(share.successes, share.trials)) /
                       static_cast<double>(std::max<std::uint64_t>(share.trials, 1));
  return {value, wilson.low, wilson.high, true};
}

}  // namespace

Difference newcombe95(Share first, Share second) {
  if (first.trials == 0 || second.trials == 0) return {0, -1, 1};
  return difference(scored(first), scored(second));
}

QuantileInterval quantile95(const Histogram& sample, double share) {
  const std::uint64_t n = sample.count();
  if (n == 0) return {};
  QuantileInterval interval;
  interval.value = static_cast<double>(sample.quantile(share).count()) / 1000;
  const std::optional<Ranks> ranks = n <= kExactUpTo ? exactRanks(n, share) : normalRanks(n, share);
  if (!ranks) return interval;
  interval.low = std::min(interval.value, lowerEdge(bucketOfRank(sample, ranks->low)));
  interval.high = std::max(interval.value, upperEdge(bucketOfRank(sample, ranks->high)));
  interval.known = true;
  return interval;
}

// The distances to the bounds, squared and added.
Difference difference(const QuantileInterval& first, const QuantileInterval& second) {
  const double value = second.value - first.value;
  return {value, value - std::hypot(second.value - second.low, first.high - first.value),
          value + std::hypot(second.high - second.value, first.value - first.low)};
}

}  // namespace halftone::telemetry
