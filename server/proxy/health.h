// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

#include "backend/policy/traffic.h"

namespace halftone::proxy {

// What an instance's answer, or its absence, says of it.
enum class Outcome {
  Good,          // any status below 500
  ServerError,   // 5xx but the next
  GatewayError,  // 502, 503, 504
  NoAnswer,      // refused, died, or too late
};
[[nodiscard]] Outcome outcomeOf(int status);

// One instance's health as one worker sees it in passing. Failures set it aside by the rule of nginx's
// max_fails and fail_timeout (ngx_http_upstream_round_robin.c), outliers are ejected as Envoy does it; who is
// an outlier, OutlierDetector says. A value; times are given, none is asked for.
class Health {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  explicit Health(TimePoint since = {}) : m_since(since) {}

  [[nodiscard]] bool isUsable(const policy::FailureSettings& rule, TimePoint now) const {
    return !isEjected(now) && !isAside(rule, now);
  }
  [[nodiscard]] bool isAside(const policy::FailureSettings& rule, TimePoint now) const {
    return rule.count > 0 && m_fails >= rule.count && now - m_checked <= rule.within;
  }
  [[nodiscard]] bool isEjected(TimePoint now) const { return now < m_ejectedUntil; }
  // Until when it is out of use as things stand; a time past: it is in use.
  [[nodiscard]] TimePoint outUntil(const policy::FailureSettings& rule) const;

  // It was given a request: after the time aside this one tries it, and others wait for how it goes.
  void picked(const policy::FailureSettings& rule, TimePoint now) {
    if (now - m_checked > rule.within) m_checked = now;
  }
  void failed(const policy::FailureSettings& rule, TimePoint now, int weight);
  void succeeded(const policy::FailureSettings& rule, TimePoint now);

  // The weight that recent failures leave it, of the weight it has. Each look gives one back.
  [[nodiscard]] int weightAndRecover(int weight) {
    const int left = weight - std::min(m_lostWeight, weight);
    if (m_lostWeight > 0) --m_lostWeight;
    return left;
  }
  // How much of its weight it gets as it warms up, in thousandths: 100 to 1000.
  [[nodiscard]] int warmth(policy::Duration slowStart, TimePoint now) const;

  // For outlier detection:
  void eject(policy::Duration base, policy::Duration atMost, TimePoint now);
  void quietInterval() { m_ejections = std::max(m_ejections - 1, 0); }
  struct Counts {
    int bad = 0;         // 5xx or no answer, in a row
    int badGateway = 0;  // 502, 503, 504 or no answer, in a row
    int requests = 0;    // in this interval
    int good = 0;
  };
  Counts counts;

 private:
  TimePoint m_since;       // in service
  TimePoint m_checked{};   // when it was last tried after a rest, or failed
  TimePoint m_failedAt{};  // last
  TimePoint m_ejectedUntil{};
  int m_fails = 0;
  int m_lostWeight = 0;
  int m_ejections = 0;
};

}  // namespace halftone::proxy
