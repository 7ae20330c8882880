// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace halftone::chat {

// Allows `rate` events a second in the long run and `burst` at once. A value; time is given from outside.
class TokenBucket {
 public:
  using Clock = std::chrono::steady_clock;

  // Rate 0: everything is allowed.
  TokenBucket(int rate, int burst, Clock::time_point now)
      : m_rate(static_cast<float>(rate)),
        m_burst(static_cast<float>(burst)),
        m_tokens(m_burst),
        m_last(now) {}

  [[nodiscard]] bool take(Clock::time_point now) {
    if (m_rate <= 0) return true;
    const float seconds = std::chrono::duration<float>(now - m_last).count();
    m_last = now;
    m_tokens = std::min(m_burst, m_tokens + seconds * m_rate);
    if (m_tokens < 1) return false;
    m_tokens -= 1;
    return true;
  }

 private:
  float m_rate;
  float m_burst;
  float m_tokens;
  Clock::time_point m_last;
};

}  // namespace halftone::chat
