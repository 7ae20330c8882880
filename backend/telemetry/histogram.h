// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace halftone::telemetry {

// Latencies in log-linear buckets, as HdrHistogram does: 64 equal steps for each power of two of
// microseconds, so a bucket is at most 1/64 wide, and its middle within 1 % of all that fell into it. Below
// 64 us a bucket is 1 us; all over 2^32 us (71 min) falls into the last. Merging and differences are exact. A
// value; not synchronised.
class Histogram {
 public:
  static constexpr int kSubBuckets = 64;
  static constexpr int kBuckets = (32 - 6 + 1) * kSubBuckets;

  void record(std::chrono::microseconds latency);
  void add(int bucket, std::uint64_t count);
  void merge(const Histogram& other);
  // What was recorded since `earlier`, a former state of the same histogram.
  [[nodiscard]] Histogram since(const Histogram& earlier) const;
  [[nodiscard]] std::uint64_t count() const;
  // The smallest latency that at least `share` (0..1) of the records do not exceed, as the middle of its
  // bucket; 0 if empty.
  [[nodiscard]] std::chrono::microseconds quantile(double share) const;

  [[nodiscard]] std::span<const std::uint64_t, kBuckets> buckets() const { return m_counts; }
  [[nodiscard]] std::vector<std::pair<int, std::uint64_t>> sparse() const;

  [[nodiscard]] static int bucketOf(std::uint64_t microseconds);
  [[nodiscard]] static std::uint64_t lowerBound(int bucket);  // microseconds; upper bound is the next's lower

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  std::array<std::uint64_t, kBuckets> m_counts{};
};

}  // namespace halftone::telemetry
