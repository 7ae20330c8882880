// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/telemetry/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace halftone::telemetry {

namespace {

constexpr int kSubBits = 6;  // 2^6 steps for each power of two
static_assert(1 << kSubBits == Histogram::kSubBuckets);

}  // namespace

int Histogram::bucketOf(std::uint64_t microseconds) {
  if (microseconds < kSubBuckets) return static_cast<int>(microseconds);
  if (microseconds >> 32 != 0) return kBuckets - 1;
  const int exponent = std::bit_width(microseconds) - 1;
  const auto step = static_cast<int>(microseconds >> (exponent - kSubBits) & (kSubBuckets - 1));
  return (exponent - kSubBits + 1) * kSubBuckets + step;
}

std::uint64_t Histogram::lowerBound(int bucket) {
  if (bucket < kSubBuckets) return static_cast<std::uint64_t>(std::max(bucket, 0));
  const int shift = bucket / kSubBuckets - 1;
  return static_cast<std::uint64_t>(kSubBuckets + bucket % kSubBuckets) << shift;
}

void Histogram::record(std::chrono::microseconds latency) {
  const auto count = std::max<std::chrono::microseconds::rep>(latency.count(), 0);
  ++m_counts[static_cast<std::size_t>(bucketOf(static_cast<std::uint64_t>(count)))];
}

void Histogram::add(int bucket, std::uint64_t count) {
  if (bucket < 0 || bucket >= kBuckets) return;
  m_counts[static_cast<std::size_t>(bucket)] += count;
}

void Histogram::merge(const Histogram& other) {
  for (std::size_t i = 0; i < m_counts.size(); ++i) m_counts[i] += other.m_counts[i];
}

Histogram Histogram::since(const Histogram& earlier) const {
  Histogram difference;
  for (std::size_t i = 0; i < m_counts.size(); ++i) {
    // A count that went back is a new start of the source, not a negative number of requests.
    difference.m_counts[i] = m_counts[i] - std::min(m_counts[i], earlier.m_counts[i]);
  }
  return difference;
}

std::uint64_t Histogram::count() const {
  std::uint64_t total = 0;
  for (const std::uint64_t count : m_counts) total += count;
  return total;
}

std::chrono::microseconds Histogram::quantile(double share) const {
  const std::uint64_t total = count();
  if (total == 0) return std::chrono::microseconds{0};
  const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(total));
  const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, total);
  std::uint64_t seen = 0;
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    seen += m_counts[static_cast<std::size_t>(bucket)];
    if (seen < rank) continue;
    const std::uint64_t middle = (lowerBound(bucket) + lowerBound(bucket + 1) - 1) / 2;
    return std::chrono::microseconds{static_cast<std::chrono::microseconds::rep>(middle)};
  }
  return std::chrono::microseconds{0};
}

std::vector<std::pair<int, std::uint64_t>> Histogram::sparse() const {
  std::vector<std::pair<int, std::uint64_t>> pairs;
  for (int bucket = 0; bucket < kBuckets; ++bucket) {
    const std::uint64_t count = m_counts[static_cast<std::size_t>(bucket)];
    if (count != 0) pairs.emplace_back(bucket, count);
  }
  return pairs;
}

}  // namespace halftone::telemetry
