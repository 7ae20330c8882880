// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/flowrates.h"

namespace halftone::app {

void FlowRates::take(qint64 ms, Counters counters) {
  if (!m_moments.empty() && ms <= m_moments.back().ms) return;
  m_moments.push_back({ms, std::move(counters)});
  while (m_moments.size() > 2 && ms - m_moments.front().ms > kWindowMs) m_moments.pop_front();
}

template <typename Key>
double FlowRates::rate(std::map<Key, quint64> Counters::*counters, const Key& key) const {
  if (m_moments.size() < 2) return 0;
  const Moment* first = nullptr;
  quint64 newest = 0;
  quint64 since = 0;
  for (auto moment = m_moments.rbegin(); moment != m_moments.rend(); ++moment) {
    const auto found = (moment->counters.*counters).find(key);
    if (found == (moment->counters.*counters).end() || (first != nullptr && found->second > since)) break;
    if (first == nullptr) newest = found->second;
    since = found->second;
    first = &*moment;
  }
  if (first == nullptr || first->ms == m_moments.back().ms) return 0;
  return static_cast<double>(newest - since) * 1000 / static_cast<double>(m_moments.back().ms - first->ms);
}

double FlowRates::ofInstance(const QString& id) const {
  return rate(&Counters::instances, id);
}

double FlowRates::ofGateway(const QString& node, const QString& version) const {
  return rate(&Counters::gateways, Gateway{node, version});
}

}  // namespace halftone::app
