// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/values.h"

#include <algorithm>

#include "backend/policy/ascii.h"

namespace halftone::policy {

namespace {

// Takes the first part off, without its leading zeros; empty, which is 0, once there are none left.
std::string_view takePart(std::string_view& rest) {
  const std::size_t dot = std::min(rest.find('.'), rest.size());
  std::string_view part = rest.substr(0, dot);
  rest.remove_prefix(std::min(rest.size(), dot + 1));
  while (!part.empty() && part.front() == '0') part.remove_prefix(1);
  return part;
}

}  // namespace

std::optional<std::int64_t> parseInteger(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : text) {
    if (!isDigit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return negative ? -number : number;
}

bool isDottedVersion(std::string_view text) {
  char before = '.';
  for (const char c : text) {
    if (!isDigit(c) && (c != '.' || before == '.')) return false;
    before = c;
  }
  return before != '.';
}

int compareDottedVersions(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const std::string_view left = takePart(a);
    const std::string_view right = takePart(b);
    if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
    if (const int order = left.compare(right); order != 0) return order;
  }
  return 0;
}

}  // namespace halftone::policy
