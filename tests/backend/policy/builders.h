// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTest>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

// Small builders in the words of the domain, for all tests of policies.
namespace halftone::test {

// JSON with ' in the place of ", which C++ strings (and Qt's moc) read more easily.
inline std::string json(std::string text) {
  for (char& c : text)
    if (c == '\'') c = '"';
  return text;
}

// A policy of service "chat", versions v1 (stable) and v2, with these rules and all else to v1.
inline std::string policyText(const std::string& rules, const std::string& more = {}) {
  return json(
      "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{'select':{'version':'v1'}},"
      "'v2':{'select':{'version':'v2'}}},'stable':'v1'," +
      more + "'rules':[" + rules + "],'default':{'split':[{'version':'v1','weight':100}]}}");
}

// A rule that sends all it matches to v2.
inline std::string ruleText(const std::string& name, const std::string& conditions) {
  return json("{'name':'" + name + "','when':[" + conditions + "],'split':[{'version':'v2','weight':100}]}");
}

inline policy::Policy policyOf(const std::string& text) {
  auto policy = codec::readPolicy(json(text));
  if (!policy) {
    for (const auto& finding : policy.error())
      qWarning("%s: %s", finding.pointer.c_str(), finding.message.c_str());
    qFatal("the test's policy is refused");
  }
  return std::move(*policy);
}

inline std::shared_ptr<const policy::RouteTable> tableOf(const std::string& text) {
  auto table = policy::compile(policyOf(text));
  if (!table) qFatal("the test's policy does not compile");
  return *table;
}

// A request that owns its parts.
struct TestRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string client = "10.0.0.9";
  std::string region;
  std::string sessionKey;
  std::vector<std::pair<std::string, std::string>> claims;

  policy::Request view() {
    m_fields.clear();
    m_claims.clear();
    for (const auto& [name, value] : headers) m_fields.push_back({name, value});
    for (const auto& [name, value] : claims) m_claims.push_back({name, value});
    policy::Request request;
    request.method = method;
    request.target = target;
    request.fields = m_fields;
    request.claims = m_claims;
    request.client = policy::Address::parse(client);
    request.region = region;
    request.sessionKey = sessionKey;
    return request;
  }

 private:
  std::vector<Field> m_fields;
  std::vector<policy::Claim> m_claims;
};

// Whether this one condition holds, by way of a whole decision; `explain` has to agree.
inline bool holds(const std::string& condition, TestRequest request) {
  const auto table = tableOf(policyText(ruleText("it", condition)));
  const policy::Request view = request.view();
  const bool decided = table->decide(view, {}, 0).rule == 0;
  const bool explained = table->explain(view, {}, 0).decision.rule == 0;
  if (decided != explained) qFatal("decide and explain differ for %s", condition.c_str());
  return decided;
}

}  // namespace halftone::test
