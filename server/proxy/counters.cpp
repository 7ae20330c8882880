// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/counters.h"

#include <algorithm>

namespace halftone::proxy {

namespace {

template <typename Map, typename Key>
auto& rowOf(Map& map, const Key& key) {
  auto& row = map[key];
  if (!row) row = typename Map::mapped_type(new typename Map::mapped_type::element_type);
  return row;
}

}  // namespace

void LatencyCells::record(int bucket) {
  Cells* cells = m_cells.load(std::memory_order_relaxed);
  if (cells == nullptr) {
    cells = new Cells;
    m_cells.store(cells, std::memory_order_release);
  }
  (*cells)[static_cast<std::size_t>(bucket)].increase();
}

void LatencyCells::addTo(telemetry::Histogram& total) const {
  const Cells* const cells = m_cells.load(std::memory_order_acquire);
  if (cells == nullptr) return;
  for (std::size_t i = 0; i < cells->size(); ++i) {
    if (const std::uint64_t count = (*cells)[i].read(); count != 0) total.add(static_cast<int>(i), count);
  }
}

int VersionCounters::answered(int statusCode, std::chrono::microseconds took) {
  const int statusClass = std::clamp(statusCode / 100, 1, 5);
  status[static_cast<std::size_t>(statusClass - 1)].increase();
  if (statusClass == 5) errors.increase();
  const auto micros = static_cast<std::uint64_t>(std::max<std::chrono::microseconds::rep>(took.count(), 0));
  const int bucket = telemetry::Histogram::bucketOf(micros);
  latency.record(bucket);
  return bucket;
}

VersionCounters& Counters::version(const std::string& name) {
  const std::scoped_lock lock(m_mutex);
  return *rowOf(m_versions, name);
}

std::shared_ptr<InstanceCounters> Counters::instance(const std::string& id, const std::string& address) {
  const std::scoped_lock lock(m_mutex);
  return rowOf(m_instances, Pair(id, address));
}

std::shared_ptr<DecisionCounters> Counters::decision(std::string_view rule, std::string_view version) {
  const std::scoped_lock lock(m_mutex);
  return rowOf(m_decisions, Pair(rule, version));
}

// The worker takes hold of a row under the lock only, so that a count of one stays one.
void Counters::forgetUnused(const IsWanted& isInstance, const IsWanted& isDecision) {
  const std::scoped_lock lock(m_mutex);
  std::erase_if(m_instances,
                [&](const auto& entry) { return entry.second.use_count() == 1 && !isInstance(entry.first); });
  std::erase_if(m_decisions,
                [&](const auto& entry) { return entry.second.use_count() == 1 && !isDecision(entry.first); });
}

void Counters::addTo(Totals& totals) const {
  const std::scoped_lock lock(m_mutex);
  for (const auto& [name, row] : m_versions) {
    VersionTotals& total = totals.versions[name];
    total.requests += row->requests.read();
    total.errors += row->errors.read();
    for (std::size_t i = 0; i < total.status.size(); ++i) total.status[i] += row->status[i].read();
    total.inFlight += row->inFlight.read();
    total.tunnels += row->tunnels.read();
    row->latency.addTo(total.latency);
  }
  for (const auto& [key, row] : m_instances) {
    InstanceTotals& total = totals.instances[key];
    total.requests += row->requests.read();
    total.errors += row->errors.read();
    total.inFlight += row->inFlight.read();
    total.tunnels += row->tunnels.read();
    total.outUntilMs = std::max(total.outUntilMs, row->outUntilMs.read());
  }
  for (const auto& [key, row] : m_decisions) totals.decisions[key] += row->requests.read();
  totals.unrouted += m_unrouted.read();
}

void Counters::addTo(DetailTotals& totals) const {
  m_filters.addTo(totals.filtered);
  const std::scoped_lock lock(m_mutex);
  for (const auto& [key, row] : m_instances) row->latency.addTo(totals.instances[key]);
  for (const auto& [key, row] : m_decisions) row->latency.addTo(totals.decisions[key]);
}

}  // namespace halftone::proxy
