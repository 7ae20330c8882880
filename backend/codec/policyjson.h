// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "backend/policy/model.h"

namespace halftone::codec {

inline constexpr std::size_t kMaxPolicyBytes = 512 * 1024;

// Reads a policy from its JSON form (policy.md). Either the policy, valid throughout, or every finding
// at once; for text that is no JSON, one finding with line and column.
[[nodiscard]] tl::expected<policy::Policy, std::vector<policy::Finding>> readPolicy(std::string_view json);

// The JSON form, indented by two, keys in the order policy.md shows them; reads back as the same policy.
[[nodiscard]] std::string writePolicy(const policy::Policy& policy);

// The JSON Schema of policies (resources/policy.schema.json): the shape; what it cannot say, `readPolicy`
// says.
[[nodiscard]] const char* policySchema();

}  // namespace halftone::codec
