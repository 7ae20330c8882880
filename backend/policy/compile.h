// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "backend/policy/routetable.h"

namespace halftone::policy {

// All that is wrong with a policy, not only the first; empty: it may go into force.
[[nodiscard]] std::vector<Finding> validate(const Policy& policy);

// What is allowed but looks like a mistake: unreachable rules, versions that no split uses.
[[nodiscard]] std::vector<Finding> lint(const Policy& policy);

// The policy made ready, or all that is wrong with it.
[[nodiscard]] tl::expected<std::shared_ptr<const RouteTable>, std::vector<Finding>> compile(Policy policy);

// Whether an instance with this Consul meta and these tags belongs to the version (policy.md, point 9).
[[nodiscard]] bool selects(const Version& version, const std::map<std::string, std::string>& meta,
                           const std::vector<std::string>& tags);

// The condition in words, for lists and explanations: "user from 1000 to 1999".
[[nodiscard]] std::string describe(const Condition& condition);

}  // namespace halftone::policy
