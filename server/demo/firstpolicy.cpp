// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/firstpolicy.h"

namespace halftone::demo {

namespace {

using policy::Attribute;
using policy::Condition;
using policy::IdentitySource;
using policy::Operator;
using policy::Rule;
using policy::Share;

Condition test(Attribute::Kind kind, std::string name, Operator op, std::vector<std::string> values) {
  Condition condition;
  condition.attribute = {kind, std::move(name)};
  condition.op = op;
  condition.values = std::move(values);
  return condition;
}

Rule rule(std::string name, Condition condition, std::vector<Share> split) {
  Rule rule;
  rule.name = std::move(name);
  rule.when = {std::move(condition)};
  rule.split = std::move(split);
  return rule;
}

}  // namespace

policy::Policy firstPolicy(const std::string& service) {
  const auto all = [](const char* version) { return std::vector<Share>{{version, BasisPoints::whole()}}; };

  Condition staging;
  staging.attribute = {Attribute::Kind::User, ""};
  staging.op = Operator::Range;
  staging.low = 1000;
  staging.high = 1999;

  policy::Policy policy;
  policy.service = service;
  policy.identity = {{IdentitySource::Kind::Header, "X-User-ID"},
                     {IdentitySource::Kind::Query, "user"},
                     {IdentitySource::Kind::Cookie, "uid"}};
  for (const char* version : {"v1", "v2"}) {
    policy::Version selected;
    selected.select = {{"version", version}};
    policy.versions.emplace_back(version, selected);
  }
  policy.stable = "v1";
  policy.rules = {
      rule("beta clients", test(Attribute::Kind::Header, "X-App-Version", Operator::Is, {"beta"}), all("v2")),
      rule("staging users", staging, {{"v2", BasisPoints(8000)}, {"v1", BasisPoints(2000)}}),
      rule("office", test(Attribute::Kind::Ip, "", Operator::In, {"192.168.10.0/24"}), all("v2")),
      rule("premium", test(Attribute::Kind::Cookie, "user-type", Operator::Is, {"premium"}), all("v2")),
  };
  policy.defaultRule.split = {{"v2", BasisPoints(500)}, {"v1", BasisPoints(9500)}};
  return policy;
}

}  // namespace halftone::demo
