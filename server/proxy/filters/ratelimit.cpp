// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/ratelimit.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace halftone::proxy::filters {

namespace {

constexpr std::string_view kHeader = "header:";
constexpr std::size_t kMaxKeyBytes = 256;  // of a header's value; longer ones count by their beginning
constexpr std::size_t kV6NetworkBytes = 8;

// Of IPv6 the /64: whoever has one address there has them all.
std::string addressKey(const policy::Address& address) {
  const std::size_t size = address.isV4() ? address.bytes.size() : kV6NetworkBytes;
  return "a:" + std::string(reinterpret_cast<const char*>(address.bytes.data()), size);
}

}  // namespace

TokenBuckets::TokenBuckets(int requests, policy::Duration per, int burst)
    : m_tokensPerSecond(requests / std::chrono::duration<double>(per).count()),
      m_capacity(burst > 0 ? burst : requests) {}

std::chrono::nanoseconds TokenBuckets::take(std::string_view key, TimePoint now) {
  Bucket& bucket = *bucketOf(key, now);
  const double seconds = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.tokens = std::min(m_capacity, bucket.tokens + std::max(seconds, 0.0) * m_tokensPerSecond);
  bucket.filled = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::chrono::nanoseconds{0};
  }
  const std::chrono::duration<double> wait((1 - bucket.tokens) / m_tokensPerSecond);
  return std::chrono::duration_cast<std::chrono::nanoseconds>(wait) + std::chrono::nanoseconds{1};
}

TokenBuckets::Buckets::iterator TokenBuckets::bucketOf(std::string_view key, TimePoint now) {
  if (const auto found = m_byKey.find(key); found != m_byKey.end()) {
    m_buckets.splice(m_buckets.begin(), m_buckets, found->second);
    return found->second;
  }
  if (m_byKey.size() == kMaxKeys) {
    m_byKey.erase(m_buckets.back().key);
    m_buckets.pop_back();
  }
  m_buckets.push_front({std::string(key), m_capacity, now});
  m_byKey.emplace(m_buckets.front().key, m_buckets.begin());
  return m_buckets.begin();
}

RateLimit::RateLimit(const policy::RateLimitSettings& settings)
    : m_settings(settings), m_buckets(settings.requests, settings.per, settings.burst) {}

std::string RateLimit::keyOf(const Context& context) const {
  if (m_settings.by == "user") {
    if (const auto user = context.table.userOf(context.request)) return "u:" + user->substr(0, kMaxKeyBytes);
  } else if (m_settings.by.starts_with(kHeader)) {
    const auto value = context.head.fields.find(std::string_view(m_settings.by).substr(kHeader.size()));
    if (value && !value->empty()) return "h:" + std::string(value->substr(0, kMaxKeyBytes));
  }
  return addressKey(context.request.client.value_or(policy::Address{}));
}

std::optional<OwnAnswer> RateLimit::before(Context& context) {
  const auto wait = m_buckets.take(keyOf(context), context.now);
  if (wait.count() == 0) return std::nullopt;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return OwnAnswer{429, "too many requests", "Retry-After: " + std::to_string(seconds) + "\r\n"};
}

}  // namespace halftone::proxy::filters
