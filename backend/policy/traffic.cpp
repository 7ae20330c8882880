// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/traffic.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace halftone::policy {

namespace {

struct Unit {
  std::string_view name;
  int milliseconds;
};
constexpr std::array kUnits{Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1'000}, Unit{"ms", 1}};
constexpr std::size_t kMaxDigits = 9;

// The digits that the text begins with; nothing for none or too many.
std::optional<std::int64_t> takeNumber(std::string_view& text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits == 0 || digits > kMaxDigits) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + digits, number);
  text.remove_prefix(digits);
  return number;
}

bool takeWord(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

template <typename T>
const std::optional<T>& either(const std::optional<T>& version, const std::optional<T>& service) {
  return version ? version : service;
}

}  // namespace

std::string toString(Duration duration) {
  for (const Unit& unit : kUnits) {
    if (duration.count() % unit.milliseconds == 0 && (duration.count() != 0 || unit.milliseconds == 1))
      return std::to_string(duration.count() / unit.milliseconds) + std::string(unit.name);
  }
  return {};
}

std::optional<Duration> parseDuration(std::string_view text) {
  const auto number = takeNumber(text);
  if (!number) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (text == unit.name) return Duration(*number * unit.milliseconds);
  }
  return std::nullopt;
}

std::string toString(const DrainRule& rule) {
  switch (rule.kind) {
    case DrainRule::Kind::Keep:
      break;
    case DrainRule::Kind::Pace:
      return "pace " + std::to_string(rule.perSecond) + "/s";
    case DrainRule::Kind::Deadline:
      return "deadline " + toString(rule.within);
  }
  return "keep";
}

std::optional<DrainRule> parseDrainRule(std::string_view text) {
  if (text == "keep") return DrainRule{};
  if (takeWord(text, "pace ")) {
    const auto number = takeNumber(text);
    if (!number || text != "/s") return std::nullopt;
    return DrainRule{DrainRule::Kind::Pace, static_cast<int>(*number), Duration{0}};
  }
  if (!takeWord(text, "deadline ")) return std::nullopt;
  const auto within = parseDuration(text);
  if (!within) return std::nullopt;
  return DrainRule{DrainRule::Kind::Deadline, 0, *within};
}

Traffic effectiveTraffic(const Traffic& service, const Traffic& version) {
  Traffic traffic = service;
  traffic.timeouts = either(version.timeouts, service.timeouts);
  traffic.retries = either(version.retries, service.retries);
  traffic.failures = either(version.failures, service.failures);
  traffic.outliers = either(version.outliers, service.outliers);
  traffic.limits = either(version.limits, service.limits);
  traffic.slowStart = either(version.slowStart, service.slowStart);
  traffic.regionFirst = either(version.regionFirst, service.regionFirst);
  traffic.requestHeaders = either(version.requestHeaders, service.requestHeaders);
  traffic.responseHeaders = either(version.responseHeaders, service.responseHeaders);
  traffic.rewrite = either(version.rewrite, service.rewrite);
  traffic.faults = either(version.faults, service.faults);
  traffic.mirror = either(version.mirror, service.mirror);
  return traffic;
}

}  // namespace halftone::policy
