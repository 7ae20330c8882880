// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/duration.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>

namespace halftone::registry {

namespace {

constexpr std::int64_t kMicro = 1'000;
constexpr std::int64_t kMilli = 1'000'000;
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr std::array kUnits{Unit{"ns", 1},           Unit{"us", kMicro}, Unit{"\u00b5s", kMicro},
                            Unit{"\u03bcs", kMicro}, Unit{"ms", kMilli}, Unit{"s", kSecond},
                            Unit{"m", kMinute},      Unit{"h", kHour}};

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

tl::unexpected<Error> bad(std::string_view why, std::string_view text) {
  return fail(ErrorCode::Invalid, {}, "time: " + std::string(why) + " \"" + std::string(text) + "\"");
}

std::optional<std::int64_t> unitOf(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return unit.nanoseconds;
  }
  return std::nullopt;
}

}  // namespace

Result<std::chrono::nanoseconds> parseDuration(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return std::chrono::nanoseconds::zero();
  if (rest.empty()) return bad("invalid duration", text);

  long double total = 0;
  while (!rest.empty()) {
    long double number = 0;
    long double place = 1;
    bool digits = false;
    bool fraction = false;
    while (!rest.empty() && (isDigit(rest[0]) || (rest[0] == '.' && !fraction))) {
      if (rest[0] == '.') {
        fraction = true;
      } else {
        digits = true;
        if (fraction) place /= 10;
        number = fraction ? number + (rest[0] - '0') * place : number * 10 + (rest[0] - '0');
      }
      rest.remove_prefix(1);
    }
    if (!digits) return bad("invalid duration", text);
    std::size_t length = 0;
    while (length < rest.size() && rest[length] != '.' && !isDigit(rest[length])) ++length;
    if (length == 0) return bad("missing unit in duration", text);
    const auto unit = unitOf(rest.substr(0, length));
    if (!unit) {
      return fail(ErrorCode::Invalid, {},
                  "time: unknown unit \"" + std::string(rest.substr(0, length)) + "\" in duration \"" +
                      std::string(text) + "\"");
    }
    rest.remove_prefix(length);
    total += number * static_cast<long double>(*unit);
  }
  if (total > static_cast<long double>(std::numeric_limits<std::int64_t>::max() / 2) * 2) {
    return bad("invalid duration", text);
  }
  const auto nanoseconds = static_cast<std::int64_t>(total + 0.5L);
  return std::chrono::nanoseconds(negative ? -nanoseconds : nanoseconds);
}

std::string formatDuration(std::chrono::nanoseconds duration) {
  std::int64_t left = duration.count();
  if (left == 0) return "0s";
  std::string text;
  if (left < 0) {
    text = "-";
    left = -left;
  }
  const auto decimal = [](std::int64_t value, std::int64_t unit) {
    std::string number = std::to_string(value / unit);
    if (const std::int64_t part = value % unit; part != 0) {
      std::string digits = std::to_string(unit + part).substr(1);
      digits.erase(digits.find_last_not_of('0') + 1);
      number += "." + digits;
    }
    return number;
  };
  if (left < kMicro) return text + std::to_string(left) + "ns";
  if (left < kMilli) return text + decimal(left, kMicro) + "\u00b5s";
  if (left < kSecond) return text + decimal(left, kMilli) + "ms";
  if (left >= kHour) text += std::to_string(left / kHour) + "h";
  if (left >= kMinute) text += std::to_string(left % kHour / kMinute) + "m";
  return text + decimal(left % kMinute, kSecond) + "s";
}

}  // namespace halftone::registry
