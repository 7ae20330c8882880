// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "backend/policy/traffic.h"
#include "server/proxy/filters/filter.h"

namespace halftone::proxy::filters {

// Token buckets by key, of which the least recently used give way to new ones. Pure but for its table.
class TokenBuckets {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMaxKeys = 16'384;

  TokenBuckets(int requests, policy::Duration per, int burst);

  // 0: a token was taken; else how long until there is one.
  [[nodiscard]] std::chrono::nanoseconds take(std::string_view key, TimePoint now);
  [[nodiscard]] std::size_t size() const { return m_byKey.size(); }

 private:
  struct Bucket {
    std::string key;
    double tokens;
    TimePoint filled;  // up to then
  };
  using Buckets = std::list<Bucket>;  // the last used first
  Buckets::iterator bucketOf(std::string_view key, TimePoint now);

  double m_tokensPerSecond;
  double m_capacity;
  Buckets m_buckets;
  std::unordered_map<std::string_view, Buckets::iterator> m_byKey;
};

// The policy's `rateLimit`: 429 with Retry-After (RFC 6585 section 4).
class RateLimit final : public Filter {
 public:
  explicit RateLimit(const policy::RateLimitSettings& settings);
  [[nodiscard]] std::optional<OwnAnswer> before(Context& context) override;
  [[nodiscard]] const policy::RateLimitSettings& settings() const { return m_settings; }

 private:
  [[nodiscard]] std::string keyOf(const Context& context) const;

  policy::RateLimitSettings m_settings;
  TokenBuckets m_buckets;
};

}  // namespace halftone::proxy::filters
