// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "backend/policy/model.h"
#include "backend/policy/test.h"

namespace halftone::policy {

// Whether whatever satisfies `narrow` satisfies `wide`. True only where that is proven; both compiled against
// one AttributeTable.
[[nodiscard]] bool implies(const Test& narrow, const Test& wide);

// Whether nothing satisfies both. True only where that is proven.
[[nodiscard]] bool excludes(const Test& one, const Test& other);

// A rule that no request reaches, because the earlier rule `by` matches all that it matches.
struct Covered {
  std::size_t rule = 0;
  std::size_t by = 0;
  bool equal = false;  // the two match the same requests
};

// All such rules of a valid policy. The work is bounded: past some millions of comparisons later rules are
// not looked at, and `complete` says so.
struct Coverage {
  std::vector<Covered> covered;
  bool complete = true;
};
[[nodiscard]] Coverage findCovered(const Policy& policy);

// Whether this RE2 pattern surely matches no value that a header can have (RFC 9110 section 5.5: no control
// characters but the tab, no white space at either end). Only for patterns it fully understands.
[[nodiscard]] bool canNeverMatchHeader(std::string_view pattern);

}  // namespace halftone::policy
