// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "backend/telemetry/histogram.h"

namespace halftone::proxy {

// A number that one thread changes and any thread reads. Costs what a plain one costs: no locked instruction.
class Cell {
 public:
  void increase() { m_value.store(m_value.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  void decrease() { m_value.store(m_value.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed); }
  void set(std::uint64_t value) { m_value.store(value, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t read() const { return m_value.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> m_value{0};
};

// A histogram that one thread counts in and others read. Takes its memory (14 KB) with the first record.
class LatencyCells {
 public:
  LatencyCells() = default;
  ~LatencyCells() { delete m_cells.load(); }
  LatencyCells(const LatencyCells&) = delete;
  LatencyCells& operator=(const LatencyCells&) = delete;

  void record(int bucket);
  void addTo(telemetry::Histogram& total) const;

 private:
  using Cells = std::array<Cell, telemetry::Histogram::kBuckets>;
  std::atomic<Cells*> m_cells{nullptr};
};

struct VersionCounters {
  Cell requests;
  Cell errors;
  std::array<Cell, 5> status;  // 1xx .. 5xx
  Cell inFlight;
  Cell tunnels;
  LatencyCells latency;

  // Gives the histogram's bucket of that time.
  int answered(int statusCode, std::chrono::microseconds took);
};

struct DecisionCounters {
  Cell requests;
  LatencyCells latency;
};

struct InstanceCounters {
  Cell requests;
  Cell errors;
  Cell inFlight;
  Cell tunnels;
  LatencyCells latency;
  Cell outUntilMs;  // set aside or ejected until then, by std::chrono::steady_clock
};

// Requests that a filter answered before the policy decided, so that no version counts them.
class FilterCounters {
 public:
  // Those that our filters give, and 0 for any other.
  static constexpr std::array<int, 5> kStatuses{204, 401, 403, 429, 0};

  void answered(int status) {
    std::size_t row = 0;
    while (kStatuses[row] != status && kStatuses[row] != 0) ++row;
    m_cells[row].increase();
  }
  void addTo(std::map<int, std::uint64_t>& totals) const {
    for (std::size_t row = 0; row < kStatuses.size(); ++row) totals[kStatuses[row]] += m_cells[row].read();
  }

 private:
  std::array<Cell, kStatuses.size()> m_cells;
};

// The sums over all workers, as the main thread reads them.
struct VersionTotals {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  std::array<std::uint64_t, 5> status{};
  std::uint64_t inFlight = 0;
  std::uint64_t tunnels = 0;
  telemetry::Histogram latency;
};
struct InstanceTotals {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  std::uint64_t inFlight = 0;
  std::uint64_t tunnels = 0;
  std::uint64_t outUntilMs = 0;  // the latest of any worker's
};
// What only /metrics wants, and of which there is much: latencies of instances (by id and address) and of
// decisions (by rule and version), and what filters answered (by status).
struct DetailTotals {
  std::map<std::pair<std::string, std::string>, telemetry::Histogram> instances;
  std::map<std::pair<std::string, std::string>, telemetry::Histogram> decisions;
  std::map<int, std::uint64_t> filtered;
};
struct Totals {
  std::map<std::string, VersionTotals> versions;                            // by name
  std::map<std::pair<std::string, std::string>, InstanceTotals> instances;  // by id and address
  std::map<std::pair<std::string, std::string>, std::uint64_t> decisions;   // by rule and version
  std::uint64_t unrouted = 0;
};

// The counters of one worker. The worker adds rows (rarely, under a lock) and counts in them (without); the
// main thread reads. A version's row stays for ever, others while somebody counts in them: names of instances
// come and go with every deployment.
class Counters {
 public:
  VersionCounters& version(const std::string& name);
  std::shared_ptr<InstanceCounters> instance(const std::string& id, const std::string& address);
  std::shared_ptr<DecisionCounters> decision(std::string_view rule, std::string_view version);
  // Drops the rows that only this object holds and nobody wants to know of any more. Main thread.
  using IsWanted = std::function<bool(const std::pair<std::string, std::string>& key)>;
  void forgetUnused(const IsWanted& isInstance, const IsWanted& isDecision);
  Cell& unrouted() { return m_unrouted; }
  FilterCounters& filters() { return m_filters; }

  void addTo(Totals& totals) const;
  void addTo(DetailTotals& totals) const;

 private:
  using Pair = std::pair<std::string, std::string>;
  mutable std::mutex m_mutex;  // guards the maps, not the cells
  std::map<std::string, std::unique_ptr<VersionCounters>> m_versions;
  std::map<Pair, std::shared_ptr<InstanceCounters>> m_instances;
  std::map<Pair, std::shared_ptr<DecisionCounters>> m_decisions;
  Cell m_unrouted;
  FilterCounters m_filters;
};

}  // namespace halftone::proxy
