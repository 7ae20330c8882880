// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/pace.h"

#include <algorithm>
#include <cmath>

namespace halftone::consul {

std::chrono::milliseconds TokenBucket::take(Moment now) {
  const std::chrono::duration<double, std::milli> passed = now - m_last;
  m_tokens = std::min(kBurst, m_tokens + passed / kRefill);
  m_last = now;
  m_tokens -= 1;
  if (m_tokens >= 0) return std::chrono::milliseconds{0};
  return std::chrono::ceil<std::chrono::milliseconds>(-m_tokens * kRefill);
}

void IndexTracker::answered(std::uint64_t index) {
  index = std::max<std::uint64_t>(index, 1);
  m_index = index < m_index ? 0 : index;
}

std::chrono::milliseconds Backoff::next(double chance) {
  const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(m_reached * (0.5 + chance / 2));
  m_reached = std::min(m_reached * 2, kMax);
  return delay;
}

}  // namespace halftone::consul
