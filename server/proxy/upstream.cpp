// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/upstream.h"

#include <algorithm>

namespace halftone::proxy {

UpstreamConnection* Upstream::takeIdle() {
  if (m_idle.empty()) return nullptr;
  UpstreamConnection* const connection = m_idle.back();
  m_idle.pop_back();
  return connection;
}

void Upstream::tellHealth(const policy::FailureSettings& rule) {
  const auto until =
      std::chrono::duration_cast<std::chrono::milliseconds>(m_health.outUntil(rule).time_since_epoch());
  m_counters->outUntilMs.set(static_cast<std::uint64_t>(until.count()));
}

void Upstream::removeIdle(UpstreamConnection* connection) {
  // From the back: that is where the young ones are, and where idle ones die most.
  const auto found = std::find(m_idle.rbegin(), m_idle.rend(), connection);
  if (found != m_idle.rend()) m_idle.erase(std::next(found).base());
}

}  // namespace halftone::proxy
