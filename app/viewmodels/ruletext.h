// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/policy/model.h"

// One rule as text: the form in which it stands in the policy's JSON.
namespace halftone::app {

// Where something stands in a text.
struct TextPlace {
  int line = 1;    // from 1
  int column = 1;  // from 1, in characters
  int offset = 0;  // in UTF-16 units, as text fields count
  int length = 0;
};

struct TextProblem {
  TextPlace place;
  std::string pointer;  // inside the rule: "/when/0/is"
  std::string message;  // the backend's, in English
};

struct RuleReading {
  std::optional<policy::Rule> rule;  // absent where there are problems
  std::vector<TextProblem> problems;
};

// Indented, a condition and a share in a line each.
[[nodiscard]] std::string writeRuleText(const policy::Rule& rule);

// Reads a rule as one of this policy: only versions that the policy has are known.
[[nodiscard]] RuleReading readRuleText(const std::string& text, const policy::Policy& policy);

// Where the value at a JSON pointer stands in valid JSON text; the nearest value around it that is there.
[[nodiscard]] TextPlace placeInJson(std::string_view json, std::string_view pointer);

// A byte offset of UTF-8 text as a place.
[[nodiscard]] TextPlace placeAt(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace halftone::app
