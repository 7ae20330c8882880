// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/telemetry/prometheus.h"

#include <array>

#include "backend/telemetry/prometheuspage.h"

namespace halftone::telemetry {

namespace {

void writeVersions(PrometheusPage& page, const TrafficFrame& frame) {
  struct Column {
    const char* name;
    const char* type;
    const char* help;
    std::uint64_t VersionTraffic::*value;
  };
  constexpr std::array kColumns{
      Column{"halftone_proxy_requests_total", "counter", "Requests routed to the version.",
             &VersionTraffic::requests},
      Column{"halftone_proxy_errors_total", "counter",
             "Answers with 5xx of the version and exchanges that the proxy had to answer itself.",
             &VersionTraffic::errors},
      Column{"halftone_proxy_in_flight", "gauge", "Requests under way.", &VersionTraffic::inFlight},
      Column{"halftone_proxy_tunnels", "gauge", "Open WebSockets.", &VersionTraffic::tunnels},
  };
  for (const Column& column : kColumns) {
    page.metric(column.name, column.type, column.help);
    for (const VersionTraffic& version : frame.versions) {
      page.sample(column.name, {{"service", frame.service}, {"version", version.version}},
                  version.*column.value);
    }
  }
  constexpr std::array kClasses{"1xx", "2xx", "3xx", "4xx", "5xx"};
  page.metric("halftone_proxy_responses_total", "counter", "Answers by class of status.");
  for (const VersionTraffic& version : frame.versions) {
    for (std::size_t i = 0; i < kClasses.size(); ++i) {
      page.sample("halftone_proxy_responses_total",
                  {{"service", frame.service}, {"version", version.version}, {"class", kClasses[i]}},
                  version.status[i]);
    }
  }
  page.metric("halftone_proxy_request_duration_seconds", "histogram",
              "From the request's head to the last byte of its answer.");
  for (const VersionTraffic& version : frame.versions) {
    page.histogram("halftone_proxy_request_duration_seconds",
                   {{"service", frame.service}, {"version", version.version}}, version.latency);
  }
}

void writeInstances(PrometheusPage& page, const TrafficFrame& frame) {
  struct Column {
    const char* name;
    const char* type;
    const char* help;
    std::uint64_t InstanceTraffic::*value;
  };
  constexpr std::array kColumns{
      Column{"halftone_proxy_instance_requests_total", "counter", "Requests sent to the instance.",
             &InstanceTraffic::requests},
      Column{"halftone_proxy_instance_errors_total", "counter",
             "Answers with 5xx, failed connects, broken exchanges.", &InstanceTraffic::errors},
      Column{"halftone_proxy_instance_in_flight", "gauge", "Requests under way.", &InstanceTraffic::inFlight},
      Column{"halftone_proxy_instance_tunnels", "gauge", "Open WebSockets.", &InstanceTraffic::tunnels},
  };
  for (const Column& column : kColumns) {
    page.metric(column.name, column.type, column.help);
    for (const InstanceTraffic& instance : frame.instances) {
      page.sample(column.name,
                  {{"service", frame.service},
                   {"version", instance.version},
                   {"instance", instance.id},
                   {"address", instance.address}},
                  instance.*column.value);
    }
  }
}

}  // namespace

std::string writePrometheus(const TrafficFrame& frame) {
  PrometheusPage page;
  writeVersions(page, frame);
  writeInstances(page, frame);
  page.metric("halftone_proxy_decisions_total", "counter", "Requests by the rule that decided.");
  for (const DecisionCount& decision : frame.decisions) {
    page.sample("halftone_proxy_decisions_total",
                {{"service", frame.service}, {"rule", decision.rule}, {"version", decision.version}},
                decision.count);
  }
  page.metric("halftone_proxy_unrouted_total", "counter", "Requests that no version could serve.");
  page.sample("halftone_proxy_unrouted_total", {{"service", frame.service}}, frame.unrouted);
  page.metric("halftone_proxy_policy_revision", "gauge", "Revision of the policy in force, 0 if unknown.");
  page.sample("halftone_proxy_policy_revision", {{"service", frame.service}}, frame.policy.revision);
  page.metric("halftone_proxy_policy_state", "gauge", "1 for the state the policy is in.");
  for (const char* state : {"ok", "absent", "refused", "stale"}) {
    page.sample("halftone_proxy_policy_state", {{"service", frame.service}, {"state", state}},
                std::uint64_t{frame.policy.state == state});
  }
  return page.take();
}

}  // namespace halftone::telemetry
