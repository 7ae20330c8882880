// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/codec/policyjson.h"
#include "backend/store/policystore.h"

// Policies of a service "chat" with versions v1 (stable), v2 and v3 and two rules, for the tests of the
// console.
namespace halftone::test {

[[nodiscard]] inline policy::Policy chatPolicy(int v2 = 500) {
  policy::Policy policy;
  policy.service = "chat";
  policy.stable = "v1";
  for (const char* name : {"v1", "v2", "v3"}) policy.versions.push_back({name, {{{"version", name}}, {}}});
  policy.defaultRule.split = {{"v2", BasisPoints(v2)}, {"v1", BasisPoints(10000 - v2)}};
  const auto rule = [](const char* name, const char* user) {
    policy::Condition condition;
    condition.attribute.kind = policy::Attribute::Kind::User;
    condition.op = policy::Operator::Is;
    condition.values = {user};
    policy::Rule made;
    made.name = name;
    made.when = {condition};
    made.split = {{"v2", BasisPoints::whole()}};
    return made;
  };
  policy.rules = {rule("office", "1"), rule("premium", "2")};
  return policy;
}

[[nodiscard]] inline store::StoredPolicy stored(const policy::Policy& policy, std::uint64_t revision = 1) {
  return {policy.service, codec::writePolicy(policy), revision, 100 + revision};
}

}  // namespace halftone::test
