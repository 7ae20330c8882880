// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "backend/codec/policyjson.h"
#include "backend/codec/trafficjson.h"
#include "backend/policy/names.h"

namespace halftone::codec {

namespace {

using namespace policy;
using Json = nlohmann::ordered_json;

Json writeCondition(const Condition& condition) {
  Json json = Json::object();
  if (condition.kind == Condition::Kind::Any) {
    Json& list = json["any"] = Json::array();
    for (const Condition& child : condition.children) list.push_back(writeCondition(child));
    return json;
  }
  if (condition.kind == Condition::Kind::Not) {
    json["not"] = writeCondition(condition.children.front());
    return json;
  }
  json["attr"] = toString(condition.attribute);
  Json& operand = json[std::string(toString(condition.op))];
  switch (condition.op) {
    case Operator::Is:
      if (condition.values.size() == 1)
        operand = condition.values.front();
      else
        operand = condition.values;
      break;
    case Operator::In:
      operand = condition.values;
      break;
    case Operator::Range:
      operand = {condition.low, condition.high};
      break;
    case Operator::Percent:
      operand = percentNumber(condition.percent);
      break;
    case Operator::Exists:
      operand = condition.exists;
      break;
    default:
      operand = condition.values.front();
      break;
  }
  return json;
}

Json writeSplit(const std::vector<Share>& split) {
  Json json = Json::array();
  for (const Share& share : split)
    json.push_back({{"version", share.version}, {"weight", percentNumber(share.weight)}});
  return json;
}

Json writeRule(const Rule& rule) {
  Json json = Json::object();
  json["name"] = rule.name;
  if (!rule.enabled) json["enabled"] = false;
  Json& when = json["when"] = Json::array();
  for (const Condition& condition : rule.when) when.push_back(writeCondition(condition));
  json["split"] = writeSplit(rule.split);
  if (rule.stickBy) json["stickBy"] = toString(*rule.stickBy);
  if (rule.salt) json["salt"] = *rule.salt;
  return json;
}

}  // namespace

std::string writePolicy(const Policy& policy) {
  Json json = Json::object();
  json["apiVersion"] = "halftone/v1";
  json["service"] = policy.service;
  if (policy.salt) json["salt"] = *policy.salt;
  Json& identity = json["identity"] = Json::array();
  for (const IdentitySource& source : policy.identity) identity.push_back(toString(source));
  Json& versions = json["versions"] = Json::object();
  for (const auto& [name, version] : policy.versions) {
    Json& one = versions[name] = Json::object();
    one["select"] = version.select;
    if (version.balance != Balance::RoundRobin) one["balance"] = toString(version.balance);
    if (Json traffic = writeVersionTraffic(version.traffic); !traffic.empty())
      one["traffic"] = std::move(traffic);
  }
  json["stable"] = policy.stable;
  json["whenUnavailable"] = toString(policy.whenUnavailable);
  Json& rules = json["rules"] = Json::array();
  for (const Rule& rule : policy.rules) rules.push_back(writeRule(rule));
  Json& fallback = json["default"] = Json::object();
  fallback["split"] = writeSplit(policy.defaultRule.split);
  fallback["stickBy"] = toString(policy.defaultRule.stickBy);
  if (policy.defaultRule.salt) fallback["salt"] = *policy.defaultRule.salt;
  if (Json traffic = writeServiceTraffic(policy.traffic); !traffic.empty())
    json["traffic"] = std::move(traffic);
  // A model built in code may hold bytes that are no UTF-8; writing must not throw for that.
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace halftone::codec
