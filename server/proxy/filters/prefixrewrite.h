// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "backend/policy/traffic.h"

namespace halftone::proxy::filters {

// The target with `to` in the place of the prefix that its path begins with, written to `out`; else as it is.
// A query is no path.
[[nodiscard]] std::string_view rewritten(const policy::RewriteSettings& settings, std::string_view target,
                                         std::string& out);

}  // namespace halftone::proxy::filters
