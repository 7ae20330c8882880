// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/validate.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "backend/policy/ascii.h"
#include "backend/policy/compile.h"
#include "backend/policy/limits.h"
#include "backend/policy/names.h"
#include "backend/policy/request.h"
#include "backend/policy/validatetraffic.h"
#include "backend/policy/values.h"

namespace halftone::policy {

namespace {

// Hundredths of a percent that may be beyond 100 in sum: "99.5", "120".
std::string percentText(int hundredths) {
  return BasisPoints(hundredths).toString();
}

class Validator {
 public:
  Validator(const Policy& policy, RegexPool& regexes) : m_policy(policy), m_regexes(regexes) {}

  std::vector<Finding> run() {
    checkService();
    checkVersions();
    checkIdentity();
    checkRules();
    checkSplit("/default/split", m_policy.defaultRule.split);
    checkSticky("/default/stickBy", m_policy.defaultRule.stickBy);
    validateTraffic(m_policy, m_findings);
    return std::move(m_findings);
  }

 private:
  void say(std::string pointer, std::string message) {
    m_findings.push_back({std::move(pointer), std::move(message)});
  }

  bool checkLength(const std::string& pointer, std::string_view text) {
    if (text.size() <= static_cast<std::size_t>(kMaxNameBytes)) return true;
    say(pointer, "longer than " + std::to_string(kMaxNameBytes) + " bytes (limit maxNameBytes)");
    return false;
  }

  void checkService() {
    const std::string& name = m_policy.service;
    // The name becomes part of keys in Consul and of the session cookie's name.
    if (name.empty())
      say("/service", "must not be empty");
    else if (checkLength("/service", name) && !isToken(name))
      say("/service", quoted(name) + " may hold only letters, digits and the marks of a cookie's name");
    if (m_policy.salt) checkLength("/salt", *m_policy.salt);
  }

  void checkVersions() {
    if (m_policy.versions.empty()) say("/versions", "names no version");
    if (m_policy.versions.size() > static_cast<std::size_t>(kMaxVersions))
      say("/versions", "has " + std::to_string(m_policy.versions.size()) + " versions, more than " +
                           std::to_string(kMaxVersions) + " (limit maxVersions)");
    for (const auto& [name, version] : m_policy.versions) {
      const std::string pointer = childPointer("/versions", name);
      if (!m_names.insert(name).second) say(pointer, "is there twice");
      if (name.empty() || hasControls(name)) say(pointer, "a version's name must be printable and not empty");
      checkLength(pointer, name);
      for (const auto& [label, value] : version.select) {
        if (label.empty()) say(childPointer(pointer + "/select", label), "a label's name must not be empty");
        checkLength(childPointer(pointer + "/select", label), label);
        checkLength(childPointer(pointer + "/select", label), value);
      }
    }
    checkVersionName("/stable", m_policy.stable);
  }

  void checkVersionName(const std::string& pointer, const std::string& name) {
    if (m_policy.versions.empty() || m_names.contains(name)) return;
    std::vector<std::string_view> names(m_names.begin(), m_names.end());
    const std::string_view near = nearestWord(name, names);
    say(pointer, "names the version " + quoted(name) + ", which is not in /versions" +
                     (near.empty() ? "" : "; did you mean " + quoted(near) + "?"));
  }

  void checkIdentity() {
    for (std::size_t i = 0; i < m_policy.identity.size(); ++i) {
      const IdentitySource& source = m_policy.identity[i];
      checkNamed(childPointer("/identity", i), toString(source), source.name,
                 source.kind == IdentitySource::Kind::Header, true);
    }
  }

  void checkNamed(const std::string& pointer, const std::string& text, const std::string& name, bool isHeader,
                  bool takesName) {
    if (!takesName) return;
    if (name.empty())
      say(pointer, quoted(text) + " lacks a name after the colon");
    else if (checkLength(pointer, name) && isHeader && !isToken(name))
      say(pointer, quoted(name) + " is no name of a header");
  }

  void checkSticky(const std::string& pointer, const StickyKey& key) {
    using K = StickyKey::Kind;
    checkNamed(pointer, toString(key), key.name, key.kind == K::Header,
               key.kind == K::Header || key.kind == K::Cookie || key.kind == K::Query);
  }

  void checkSplit(const std::string& pointer, const std::vector<Share>& split) {
    if (split.empty()) {
      say(pointer, "names no version");
      return;
    }
    long long sum = 0;
    for (std::size_t i = 0; i < split.size(); ++i) {
      const int weight = split[i].weight.value();
      if (weight < 0 || weight > 10000)
        say(childPointer(pointer, i) + "/weight", "must be from 0 to 100");
      else
        sum += weight;
      checkVersionName(childPointer(pointer, i) + "/version", split[i].version);
    }
    if (sum != 10000) say(pointer, "weights sum to " + percentText(static_cast<int>(sum)) + ", not 100");
  }

  void checkRules() {
    if (m_policy.rules.size() > static_cast<std::size_t>(kMaxRules)) {
      say("/rules", "has " + std::to_string(m_policy.rules.size()) + " rules, more than " +
                        std::to_string(kMaxRules) + " (limit maxRules)");
      return;
    }
    for (std::size_t i = 0; i < m_policy.rules.size(); ++i) {
      const Rule& rule = m_policy.rules[i];
      const std::string pointer = childPointer("/rules", i);
      if (rule.name.empty()) say(pointer + "/name", "must not be empty");
      checkLength(pointer + "/name", rule.name);
      if (rule.salt) checkLength(pointer + "/salt", *rule.salt);
      if (rule.stickBy) checkSticky(pointer + "/stickBy", *rule.stickBy);
      if (rule.when.empty()) say(pointer + "/when", "is empty; what applies to all requests is \"default\"");
      for (std::size_t j = 0; j < rule.when.size(); ++j)
        checkCondition(childPointer(pointer + "/when", j), rule.when[j], 0);
      checkSplit(pointer + "/split", rule.split);
    }
    if (m_conditions > kMaxConditions)
      say("/rules", "have more than " + std::to_string(kMaxConditions) + " conditions (limit maxConditions)");
  }

  // `level`: how many `any` and `not` are around it.
  void checkCondition(const std::string& pointer, const Condition& condition, int level) {
    ++m_conditions;
    if (condition.kind == Condition::Kind::Test) {
      checkTest(pointer, condition);
      return;
    }
    if (level == kMaxNesting) {
      say(pointer, "\"any\" and \"not\" nest deeper than " + std::to_string(kMaxNesting) +
                       " levels (limit maxNesting)");
      return;
    }
    if (condition.kind == Condition::Kind::Not) {
      if (condition.children.size() != 1)
        say(pointer + "/not", "denies exactly one condition");
      else
        checkCondition(pointer + "/not", condition.children.front(), level + 1);
      return;
    }
    if (condition.children.empty()) say(pointer + "/any", "has no alternatives");
    for (std::size_t i = 0; i < condition.children.size(); ++i)
      checkCondition(childPointer(pointer + "/any", i), condition.children[i], level + 1);
  }

  void checkTest(const std::string& pointer, const Condition& test) {
    using K = Attribute::Kind;
    const K kind = test.attribute.kind;
    checkNamed(pointer + "/attr", toString(test.attribute), test.attribute.name, kind == K::Header,
               kind == K::Header || kind == K::Cookie || kind == K::Query || kind == K::JwtClaim);
    const std::string at = childPointer(pointer, toString(test.op));
    switch (test.op) {
      case Operator::Is:
        if (test.values.empty()) say(at, "lists no value");
        break;
      case Operator::In:
        checkBlocks(at, test);
        break;
      case Operator::Range:
        if (test.low > test.high)
          say(at, "is empty: " + std::to_string(test.low) + " is above " + std::to_string(test.high));
        break;
      case Operator::Percent:
        if (test.percent.value() < 0 || test.percent.value() > 10000) say(at, "must be from 0 to 100");
        break;
      case Operator::Exists:
        break;
      default:
        if (test.values.size() != 1)
          say(at, "takes exactly one value");
        else
          checkText(at, test.op, test.values.front());
        break;
    }
  }

  void checkText(const std::string& at, Operator op, const std::string& text) {
    if ((op == Operator::AtLeast || op == Operator::Below) && !isDottedVersion(text))
      say(at, quoted(text) + " is no version of numbers and dots");
    if (op != Operator::Matches) return;
    if (text.size() > static_cast<std::size_t>(kMaxRegexBytes)) {
      say(at, "a pattern longer than " + std::to_string(kMaxRegexBytes) + " bytes (limit maxRegexBytes)");
      return;
    }
    std::string error;
    if (m_regexes.get(text, error) == nullptr) say(at, error);
  }

  void checkBlocks(const std::string& at, const Condition& test) {
    if (test.attribute.kind != Attribute::Kind::Ip) say(at, "is for the attribute \"ip\" only");
    if (test.values.empty()) say(at, "lists no address");
    for (std::size_t i = 0; i < test.values.size(); ++i)
      if (!Cidr::parse(test.values[i]))
        say(childPointer(at, i), quoted(test.values[i]) + " is no address and no CIDR block");
  }

  const Policy& m_policy;
  RegexPool& m_regexes;
  std::set<std::string> m_names;
  std::vector<Finding> m_findings;
  int m_conditions = 0;
};

}  // namespace

std::vector<Finding> validate(const Policy& policy, RegexPool& regexes) {
  return Validator(policy, regexes).run();
}

std::vector<Finding> validate(const Policy& policy) {
  RegexPool regexes;
  return validate(policy, regexes);
}

}  // namespace halftone::policy
