// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "server/registry/filter.h"

namespace re2 {
class RE2;
}

namespace halftone::registry {

// The syntax tree of a filter expression. Grammar: contract section 6.
struct Filter::Expression {
  enum class Kind { And, Or, Not, Match };
  enum class Operator { Equal, NotEqual, In, NotIn, IsEmpty, IsNotEmpty, Matches, NotMatches };
  Kind kind = Kind::Match;
  std::shared_ptr<Expression> left;   // And, Or, Not
  std::shared_ptr<Expression> right;  // And, Or
  std::vector<std::string> selector;  // Match: the steps, map keys among them
  Operator op = Operator::Equal;
  std::string value;
  std::shared_ptr<const re2::RE2> pattern;  // Matches, NotMatches
};

// The tree, selectors and values unchecked. Errors tell the place: "1:14 (13): ...".
[[nodiscard]] Result<std::shared_ptr<Filter::Expression>> parseFilter(std::string_view text);

}  // namespace halftone::registry
