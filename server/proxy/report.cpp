// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/report.h"

#include <chrono>
#include <utility>

#include "backend/telemetry/prometheuspage.h"

namespace halftone::proxy {

namespace {

telemetry::VersionTraffic versionRow(const std::string& name, const VersionTotals& totals) {
  telemetry::VersionTraffic row;
  row.version = name;
  row.requests = totals.requests;
  row.errors = totals.errors;
  row.status = totals.status;
  row.inFlight = totals.inFlight;
  row.tunnels = totals.tunnels;
  row.latency = totals.latency;
  return row;
}

telemetry::InstanceTraffic instanceRow(const InstanceTotals& totals) {
  telemetry::InstanceTraffic row;
  row.requests = totals.requests;
  row.errors = totals.errors;
  row.inFlight = totals.inFlight;
  row.tunnels = totals.tunnels;
  return row;
}

template <typename Map, typename Key>
typename Map::mapped_type valueOf(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? typename Map::mapped_type{} : found->second;
}

template <typename Row>
bool isActive(const Row& row) {
  return row.inFlight > 0 || row.tunnels > 0;
}

// Whether some worker keeps requests from it, for what it has seen itself.
bool isOut(const InstanceTotals& totals) {
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
  return totals.outUntilMs > static_cast<std::uint64_t>(now.count());
}

std::string stateOf(const KnownInstance& instance, const InstanceTotals& totals) {
  if (!instance.hasAddress) return "unresolved";
  return instance.inService && isOut(totals) ? "ejected" : instance.state;
}

void addVersions(telemetry::TrafficFrame& frame, const policy::RouteTable* table, const Totals& totals) {
  std::set<std::string> present;
  if (table != nullptr) {
    for (const auto& [name, version] : table->policy().versions) {
      frame.versions.push_back(versionRow(name, valueOf(totals.versions, name)));
      present.insert(name);
    }
  }
  for (const auto& [name, row] : totals.versions) {
    if (!present.contains(name) && isActive(row)) frame.versions.push_back(versionRow(name, row));
  }
}

void addDecisions(telemetry::TrafficFrame& frame, const policy::RouteTable* table, const Totals& totals) {
  if (table == nullptr) return;
  const std::set<std::string> rules = ruleNames(*table);
  for (const auto& [key, count] : totals.decisions) {
    const auto& [rule, version] = key;
    if (!rules.contains(rule) || table->versionNumber(version) == policy::Decision::kNoVersion) continue;
    frame.decisions.push_back({rule, version, count});
  }
}

void addInstances(telemetry::TrafficFrame& frame, const Routing& routing, const Totals& totals) {
  std::set<std::pair<std::string, std::string>> present;
  for (const KnownInstance& instance : routing.instances) {
    const std::pair key(instance.id, instance.address);
    if (!present.insert(key).second) continue;
    telemetry::InstanceTraffic row = instanceRow(valueOf(totals.instances, key));
    row.id = instance.id;
    row.version = instance.version;
    row.address = instance.address;
    row.state = stateOf(instance, valueOf(totals.instances, key));
    frame.instances.push_back(std::move(row));
  }
  for (const auto& [key, counters] : totals.instances) {
    if (present.contains(key) || !isActive(counters)) continue;
    telemetry::InstanceTraffic row = instanceRow(counters);
    row.id = key.first;
    row.address = key.second;
    row.state = "gone";
    frame.instances.push_back(std::move(row));
  }
}

}  // namespace

telemetry::TrafficFrame makeFrame(const Settings& settings, const std::string& epoch, std::int64_t timeMs,
                                  const Routing& routing, const Totals& totals) {
  telemetry::TrafficFrame frame;
  frame.node = settings.node;
  frame.service = settings.service;
  frame.epoch = epoch;
  frame.timeMs = timeMs;
  frame.policy = routing.policy;
  frame.unrouted = totals.unrouted;
  const policy::RouteTable* const table = routing.snapshot->table.get();
  addVersions(frame, table, totals);
  addDecisions(frame, table, totals);
  addInstances(frame, routing, totals);
  return frame;
}

std::set<std::string> ruleNames(const policy::RouteTable& table) {
  std::set<std::string> names{std::string(table.ruleName(policy::Decision::kDefaultRule))};
  for (const policy::Rule& rule : table.policy().rules) names.insert(rule.name);
  return names;
}

std::string writeMoreMetrics(const std::string& service, const DetailTotals& details, const Drops& drops) {
  telemetry::PrometheusPage page;
  constexpr const char* kInstance = "halftone_proxy_instance_request_duration_seconds";
  page.metric(kInstance, "histogram", "As halftone_proxy_request_duration_seconds, by instance.");
  for (const auto& [key, latency] : details.instances) {
    const auto& [id, address] = key;
    page.histogram(kInstance, {{"service", service}, {"instance", id}, {"address", address}}, latency);
  }
  constexpr const char* kRule = "halftone_proxy_rule_request_duration_seconds";
  page.metric(kRule, "histogram", "As halftone_proxy_request_duration_seconds, by the rule that decided.");
  for (const auto& [key, latency] : details.decisions) {
    const auto& [rule, version] = key;
    page.histogram(kRule, {{"service", service}, {"rule", rule}, {"version", version}}, latency);
  }
  constexpr const char* kFiltered = "halftone_proxy_filter_answers_total";
  page.metric(kFiltered, "counter", "Requests that a filter answered before the policy decided, by status.");
  for (const auto& [status, count] : details.filtered) {
    page.sample(kFiltered, {{"service", service}, {"code", status == 0 ? "other" : std::to_string(status)}},
                count);
  }
  page.metric("halftone_proxy_records_dropped_total", "counter",
              "Requests missing in access log, traces and samples since these were slower.");
  page.sample("halftone_proxy_records_dropped_total", {{"service", service}}, drops.records);
  page.metric("halftone_proxy_spans_dropped_total", "counter", "Spans that the collector did not take.");
  page.sample("halftone_proxy_spans_dropped_total", {{"service", service}}, drops.spans);
  return page.take();
}

}  // namespace halftone::proxy
