// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backend/telemetry/histogram.h"

namespace halftone::telemetry {

// A page in Prometheus' text format, version 0.0.4.
class PrometheusPage {
 public:
  struct Label {
    const char* name;
    std::string_view value;
  };
  using Labels = std::vector<Label>;

  // What the samples that follow are.
  void metric(const char* name, const char* type, const char* help);
  void sample(std::string_view name, const Labels& labels, std::string_view value);
  void sample(std::string_view name, const Labels& labels, std::uint64_t value);
  // Buckets from 0.256 ms to 67 s, each twice the one before, in seconds.
  void histogram(const std::string& name, Labels labels, const Histogram& latency);
  [[nodiscard]] std::string take() { return std::move(m_out); }

 private:
  std::string m_out;
};

}  // namespace halftone::telemetry
