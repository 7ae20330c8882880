// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/measuredshare.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "backend/telemetry/proportion.h"

namespace halftone::app {

namespace {

struct Crowd {
  double samples = 0;
  std::unordered_map<std::uint32_t, double> byKey;  // by the hash of the sticky key
};

}  // namespace

MeasuredShare measuredShare(std::uint64_t count, std::uint64_t all, double concentration) {
  const auto decisions = static_cast<double>(all);
  const double share = static_cast<double>(std::min(count, all)) / decisions;
  const double designEffect = 1 + (decisions - 1) * std::clamp(concentration, 0.0, 1.0);
  const telemetry::Interval band = telemetry::wilson95OfShare(share, decisions / designEffect);
  return {share, band.low, band.high};
}

bool isFarAway(const MeasuredShare& measured, int inForce) {
  const double wanted = std::max(0, inForce) / 10000.0;
  return wanted < 2 * measured.low - measured.share || wanted > 2 * measured.high - measured.share;
}

std::map<QString, double> concentrationByRule(const policy::RouteTable& table,
                                              std::span<const LiveRequest> samples) {
  std::map<int, Crowd> crowds;
  std::vector<Field> fields;
  for (const LiveRequest& sample : samples) {
    const policy::Request request = sample.view(fields);
    const int rule = table.decide(request, {}, 0).rule;
    Crowd& crowd = crowds[rule];
    crowd.samples += 1;
    if (const auto key = table.stickyHash(request, rule)) crowd.byKey[*key] += 1;
  }
  std::map<QString, double> concentrations;
  for (const auto& [rule, crowd] : crowds) {
    if (crowd.samples < 2) continue;
    double pairs = 0;
    for (const auto& [key, count] : crowd.byKey) pairs += count * (count - 1);
    const std::string_view name = table.ruleName(rule);
    concentrations[QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))] =
        pairs / (crowd.samples * (crowd.samples - 1));
  }
  return concentrations;
}

}  // namespace halftone::app
