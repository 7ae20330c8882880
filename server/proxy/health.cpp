// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/health.h"

namespace halftone::proxy {

namespace {
constexpr int kWhole = 1'000;
constexpr int kColdest = 100;
}  // namespace

Outcome outcomeOf(int status) {
  if (status < 500) return Outcome::Good;
  return status >= 502 && status <= 504 ? Outcome::GatewayError : Outcome::ServerError;
}

Health::TimePoint Health::outUntil(const policy::FailureSettings& rule) const {
  const bool aside = rule.count > 0 && m_fails >= rule.count;
  return std::max(m_ejectedUntil, aside ? m_checked + rule.within : TimePoint{});
}

void Health::failed(const policy::FailureSettings& rule, TimePoint now, int weight) {
  m_failedAt = m_checked = now;
  if (rule.count == 0) return;
  ++m_fails;
  m_lostWeight = std::min(m_lostWeight + weight / rule.count, weight);
}

void Health::succeeded(const policy::FailureSettings& rule, TimePoint now) {
  if (m_failedAt >= m_checked) return;
  if (rule.count > 0 && m_fails >= rule.count) m_since = now;
  m_fails = 0;
}

int Health::warmth(policy::Duration slowStart, TimePoint now) const {
  const auto warm = now - std::max(m_since, std::min(m_ejectedUntil, now));
  if (warm >= slowStart) return kWhole;
  return static_cast<int>(std::max<std::int64_t>(warm * kWhole / slowStart, kColdest));
}

void Health::eject(policy::Duration base, policy::Duration atMost, TimePoint now) {
  ++m_ejections;
  m_ejectedUntil = now + std::min(base * m_ejections, atMost);
  counts.bad = counts.badGateway = 0;
}

}  // namespace halftone::proxy
