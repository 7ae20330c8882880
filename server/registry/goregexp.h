// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "backend/base/result.h"

namespace re2 {
class RE2;
}

namespace halftone::registry {

// A regular expression with Go's words for its errors: "error parsing regexp: missing closing ]: `[`".
[[nodiscard]] Result<std::shared_ptr<const re2::RE2>> compileRegexp(const std::string& pattern);

}  // namespace halftone::registry
