// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "backend/base/result.h"
#include "backend/policy/compile.h"

namespace halftone::ctl {

// The whole of a file, "-" is standard input; TooLarge over the limit.
[[nodiscard]] Result<std::string> readFile(const std::string& path, std::size_t limit);

// A finding as one line, "pointer: message", after the word for its kind.
void print(FILE* out, const char* kind, const policy::Finding& finding);

// The policy of a file. Without one its errors have been said, one a line, on `out`.
[[nodiscard]] std::optional<policy::Policy> readPolicyFile(const std::string& path, FILE* out);

// The same, compiled; errors go to stderr.
[[nodiscard]] std::shared_ptr<const policy::RouteTable> compilePolicyFile(const std::string& path);

}  // namespace halftone::ctl
