// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/telemetry/prometheus.h"

#include <array>
#include <cstdio>
#include <initializer_list>
#include <utility>

namespace halftone::telemetry {

namespace {

constexpr int kFirstBoundExponent = 8;  // 2^8 us = 0.256 ms
constexpr int kLastBoundExponent = 26;  // 2^26 us = 67 s

struct Label {
  const char* name;
  std::string_view value;
};
using Labels = std::initializer_list<Label>;

void appendLabelValue(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '"') {
      out += "\\\"";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

class Page {
 public:
  void metric(const char* name, const char* type, const char* help) {
    m_out += "# HELP ";
    m_out += name;
    m_out += ' ';
    m_out += help;
    m_out += "\n# TYPE ";
    m_out += name;
    m_out += ' ';
    m_out += type;
    m_out += '\n';
  }
  void sample(std::string_view name, Labels labels, std::string_view value) {
    m_out += name;
    char separator = '{';
    for (const Label& label : labels) {
      m_out += separator;
      m_out += label.name;
      m_out += "=\"";
      appendLabelValue(m_out, label.value);
      m_out += '"';
      separator = ',';
    }
    if (separator == ',') m_out += '}';
    m_out += ' ';
    m_out += value;
    m_out += '\n';
  }
  void sample(std::string_view name, Labels labels, std::uint64_t value) {
    sample(name, labels, std::string_view(std::to_string(value)));
  }
  [[nodiscard]] std::string take() { return std::move(m_out); }

 private:
  std::string m_out;
};

std::string seconds(double microseconds) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6f", microseconds / 1e6);
  return text.data();
}

void writeLatency(Page& page, const std::string& service, const VersionTraffic& version) {
  constexpr const char* kName = "halftone_proxy_request_duration_seconds";
  const std::string bucketName = std::string(kName) + "_bucket";
  const auto counts = version.latency.buckets();
  std::uint64_t below = 0;
  double sum = 0;
  int bound = kFirstBoundExponent;
  for (int bucket = 0; bucket < Histogram::kBuckets; ++bucket) {
    const std::uint64_t lower = Histogram::lowerBound(bucket);
    if (bound <= kLastBoundExponent && lower == std::uint64_t{1} << bound) {
      page.sample(
          bucketName,
          {{"service", service}, {"version", version.version}, {"le", seconds(static_cast<double>(lower))}},
          below);
      ++bound;
    }
    const std::uint64_t count = counts[static_cast<std::size_t>(bucket)];
    below += count;
    sum += static_cast<double>(count) * static_cast<double>(lower + Histogram::lowerBound(bucket + 1)) / 2;
  }
  page.sample(bucketName, {{"service", service}, {"version", version.version}, {"le", "+Inf"}}, below);
  page.sample(std::string(kName) + "_sum", {{"service", service}, {"version", version.version}},
              seconds(sum));
  page.sample(std::string(kName) + "_count", {{"service", service}, {"version", version.version}}, below);
}

void writeVersions(Page& page, const TrafficFrame& frame) {
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
  for (const VersionTraffic& version : frame.versions) writeLatency(page, frame.service, version);
}

void writeInstances(Page& page, const TrafficFrame& frame) {
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
  Page page;
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
