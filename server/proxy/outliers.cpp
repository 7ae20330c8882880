// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/outliers.h"

#include <QLoggingCategory>
#include <algorithm>
#include <cmath>

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcOutliers, "halftone.proxy.outliers")

bool isReached(int count, int limit) {
  return limit > 0 && count >= limit;
}

}  // namespace

OutlierDetector::OutlierDetector(const policy::OutlierSettings& settings,
                                 std::vector<std::shared_ptr<Upstream>> upstreams, TimePoint& nextSweep)
    : m_settings(settings), m_upstreams(std::move(upstreams)), m_nextSweep(nextSweep) {}

void OutlierDetector::note(Upstream& upstream, Outcome outcome, TimePoint now) {
  if (m_nextSweep == TimePoint{}) m_nextSweep = now + m_settings.interval;
  if (now >= m_nextSweep) sweep(now);
  Health::Counts& counts = upstream.health().counts;
  ++counts.requests;
  if (outcome == Outcome::Good) {
    ++counts.good;
    counts.bad = counts.badGateway = 0;
    return;
  }
  ++counts.bad;
  counts.badGateway = outcome == Outcome::ServerError ? 0 : counts.badGateway + 1;
  if (upstream.health().isEjected(now)) return;  // a request from before
  if (isReached(counts.bad, m_settings.consecutive) ||
      isReached(counts.badGateway, m_settings.consecutiveGateway)) {
    ejectIfAllowed(upstream, now);
  }
}

void OutlierDetector::sweep(TimePoint now) {
  m_nextSweep = now + m_settings.interval;
  if (m_settings.successRate) judgeSuccessRates(*m_settings.successRate, now);
  for (const auto& upstream : m_upstreams) {
    Health& health = upstream->health();
    if (!health.isEjected(now)) health.quietInterval();
    health.counts.requests = health.counts.good = 0;
  }
}

// Mean and standard deviation of the shares of good answers (Envoy's success rate ejection).
void OutlierDetector::judgeSuccessRates(const policy::SuccessRateSettings& settings, TimePoint now) {
  const auto rate = [](const Upstream& upstream) {
    const Health::Counts& counts = upstream.health().counts;
    return static_cast<double>(counts.good) / counts.requests;
  };
  std::vector<Upstream*> compared;
  for (const auto& upstream : m_upstreams) {
    const bool counts = upstream->health().counts.requests >= settings.requests;
    if (counts && !upstream->health().isEjected(now)) compared.push_back(upstream.get());
  }
  if (compared.size() < static_cast<std::size_t>(settings.instances)) return;
  const auto size = static_cast<double>(compared.size());
  double mean = 0;
  for (const Upstream* upstream : compared) mean += rate(*upstream) / size;
  double variance = 0;
  for (const Upstream* upstream : compared) variance += std::pow(rate(*upstream) - mean, 2) / size;
  const double least = mean - std::sqrt(variance) * settings.deviations / 100;
  for (Upstream* const upstream : compared) {
    if (rate(*upstream) < least) ejectIfAllowed(*upstream, now);
  }
}

void OutlierDetector::ejectIfAllowed(Upstream& upstream, TimePoint now) {
  const auto ejected = std::count_if(m_upstreams.begin(), m_upstreams.end(),
                                     [&](const auto& one) { return one->health().isEjected(now); });
  const auto share = (ejected + 1) * 10'000 / static_cast<std::ptrdiff_t>(m_upstreams.size());
  if (ejected > 0 && share > m_settings.maxEjected.value()) return;
  upstream.health().eject(m_settings.ejectFor, m_settings.ejectAtMost, now);
  upstream.tellHealth({0, policy::Duration{0}});
  qCWarning(lcOutliers, "instance %s is ejected", upstream.endpoint().id.c_str());
}

}  // namespace halftone::proxy
