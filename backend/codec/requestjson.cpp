// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/codec/requestjson.h"

#include <nlohmann/json.hpp>

#include "backend/codec/jsontree.h"
#include "backend/policy/names.h"
#include "backend/policy/words.h"

namespace halftone::codec {

namespace {

using Json = nlohmann::ordered_json;
using Kind = JsonNode::Kind;
using policy::Decision;
using policy::Language;
using policy::RouteTable;

std::string dumpLine(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

tl::unexpected<Error> wrong(std::string pointer, std::string message) {
  return fail(ErrorCode::Invalid, std::move(pointer), std::move(message));
}

// An optional member that is a string.
Result<void> readText(const JsonNode& root, const char* key, std::string& out) {
  const JsonNode* node = root.find(key);
  if (node == nullptr) return {};
  if (node->kind != Kind::String) return wrong(std::string("/") + key, "must be a string");
  out = node->text;
  return {};
}

Result<void> readHeaders(const JsonNode& root, std::vector<std::pair<std::string, std::string>>& headers) {
  const JsonNode* node = root.find("headers");
  if (node == nullptr) return {};
  if (node->kind != Kind::Array) return wrong("/headers", "must be a list of [name, value]");
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const JsonNode& pair = node->items[i];
    if (pair.kind != Kind::Array || pair.items.size() != 2 || pair.items[0].kind != Kind::String ||
        pair.items[1].kind != Kind::String)
      return wrong("/headers/" + std::to_string(i), "must be [name, value], two strings");
    headers.emplace_back(pair.items[0].text, pair.items[1].text);
  }
  return {};
}

Result<void> readClaims(const JsonNode& root, std::vector<std::pair<std::string, std::string>>& claims) {
  const JsonNode* node = root.find("claims");
  if (node == nullptr) return {};
  if (node->kind != Kind::Object) return wrong("/claims", "must be an object");
  for (const auto& [name, value] : node->members) {
    if (value.kind == Kind::String || value.kind == Kind::Number)
      claims.emplace_back(name, value.text);
    else if (value.kind == Kind::Boolean)
      claims.emplace_back(name, value.boolean ? "true" : "false");
    else
      return wrong("/claims/" + name, "must be a string, a number, true or false");
  }
  return {};
}

Json decisionJson(const Decision& decision, const RouteTable& table) {
  Json json = Json::object();
  if (decision.version == Decision::kNoVersion)
    json["version"] = nullptr;
  else
    json["version"] = table.versionName(decision.version);
  json["rule"] = table.ruleName(decision.rule);
  if (decision.bucket) json["bucket"] = *decision.bucket;
  json["sticky"] = decision.sticky;
  json["fallback"] = decision.fallback;
  return json;
}

template <typename T>
Json bothLanguages(const T& what, const RouteTable& table) {
  return {{"en", policy::sentence(what, table, Language::English)},
          {"zh", policy::sentence(what, table, Language::Chinese)}};
}

}  // namespace

policy::Request RequestDocument::view(std::span<const policy::Cidr> trusted) const {
  m_fields.clear();
  m_claimViews.clear();
  for (const auto& [name, value] : m_headers) m_fields.push_back({name, value});
  for (const auto& [name, value] : m_claims) m_claimViews.push_back({name, value});
  policy::Request request;
  request.method = m_method;
  request.target = m_target;
  request.fields = m_fields;
  if (m_client) request.client = policy::clientAddress(*m_client, m_fields, trusted);
  request.region = m_region;
  request.claims = m_claimViews;
  return request;
}

Result<RequestDocument> readRequest(std::string_view json) {
  if (json.size() > kMaxRequestBytes)
    return fail(ErrorCode::TooLarge, {},
                "more than " + std::to_string(kMaxRequestBytes) + " bytes (limit maxRequestBytes)");
  JsonProblem problem;
  const auto root = parseJson(json, problem);
  if (!root) return wrong({}, problem.toString());
  if (root->kind != Kind::Object) return wrong({}, "a request is an object");
  RequestDocument document;
  std::string client;
  for (const auto& result :
       {readText(*root, "method", document.m_method), readText(*root, "target", document.m_target),
        readText(*root, "client", client), readText(*root, "region", document.m_region),
        readHeaders(*root, document.m_headers), readClaims(*root, document.m_claims)})
    if (!result) return tl::unexpected(result.error());
  if (!client.empty()) {
    document.m_client = policy::Address::parse(client);
    if (!document.m_client) return wrong("/client", "\"" + client + "\" is no address");
  }
  return document;
}

std::string writeDecision(const Decision& decision, const RouteTable& table) {
  return dumpLine(decisionJson(decision, table));
}

std::string writeExplanation(const policy::Explanation& explanation, const RouteTable& table) {
  const Decision& decision = explanation.decision;
  Json json = decisionJson(decision, table);
  json["stickBy"] = policy::toString(policy::StickyKey{decision.stickBy, {}});
  json["sentence"] = bothLanguages(decision, table);
  Json& list = json["tried"] = Json::array();
  for (const policy::TriedRule& tried : explanation.tried) {
    Json one = {{"rule", tried.rule}, {"enabled", tried.enabled}, {"matched", tried.matched}};
    if (tried.failed >= 0) {
      one["condition"] = tried.condition;
      one["pointer"] = tried.pointer;
      one["attribute"] = tried.attribute;
      one["seen"] = tried.seen ? Json(*tried.seen) : Json(nullptr);
    }
    one["sentence"] = bothLanguages(tried, table);
    list.push_back(std::move(one));
  }
  return dumpLine(json);
}

std::string writeComparison(const policy::ComparisonReport& report) {
  Json json = {{"requests", report.requests},
               {"changedRequests", report.changedRequests},
               {"users", report.users},
               {"changedUsers", report.changedUsers}};
  Json& list = json["changes"] = Json::array();
  for (const policy::VersionChange& change : report.changes)
    list.push_back({{"from", change.from.empty() ? Json(nullptr) : Json(change.from)},
                    {"to", change.to.empty() ? Json(nullptr) : Json(change.to)},
                    {"rule", change.rule},
                    {"oldRule", change.oldRule},
                    {"requests", change.requests},
                    {"users", change.users},
                    {"examples", change.examples}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace halftone::codec
