// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "backend/policy/model.h"
#include "backend/policy/test.h"

namespace halftone::policy {

// As `validate` of compile.h; leaves the compiled patterns in the pool for whoever compiles next.
[[nodiscard]] std::vector<Finding> validate(const Policy& policy, RegexPool& regexes);

}  // namespace halftone::policy
