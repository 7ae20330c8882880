// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "backend/policy/compile.h"
#include "backend/policy/implies.h"
#include "backend/policy/names.h"
#include "backend/policy/request.h"

namespace halftone::policy {

namespace {

class Linter {
 public:
  explicit Linter(const Policy& policy) : m_policy(policy) {}

  std::vector<Finding> run() {
    checkNames();
    checkReach();
    checkSplits();
    checkVersions();
    for (std::size_t i = 0; i < m_policy.rules.size(); ++i)
      for (std::size_t j = 0; j < m_policy.rules[i].when.size(); ++j)
        checkCondition(childPointer(childPointer("/rules", i) + "/when", j), m_policy.rules[i].when[j]);
    if (m_policy.identity.empty()) say("/identity", "names no source, so nobody is ever identified");
    return std::move(m_findings);
  }

 private:
  void say(std::string pointer, std::string message) {
    m_findings.push_back({std::move(pointer), std::move(message)});
  }

  void checkNames() {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < m_policy.rules.size(); ++i) {
      const std::string& name = m_policy.rules[i].name;
      const auto [at, fresh] = seen.emplace(name, i);
      if (!fresh)
        say(childPointer("/rules", i) + "/name",
            "the name " + quoted(name) + " is also that of /rules/" + std::to_string(at->second));
      if (name == "default")
        say(childPointer("/rules", i) + "/name", "decisions of this rule look like those of the default");
    }
  }

  void checkReach() {
    const Coverage coverage = findCovered(m_policy);
    if (!coverage.complete) say("/rules", "are too many for all of them to be checked for reachability");
    for (const Covered& one : coverage.covered) {
      const std::string earlier =
          quoted(m_policy.rules[one.by].name) + " (/rules/" + std::to_string(one.by) + ")";
      say(childPointer("/rules", one.rule),
          one.equal ? "can never be reached: it has the conditions of the earlier rule " + earlier
                    : "can never be reached: the earlier rule " + earlier + " matches all that it matches");
    }
  }

  void checkSplit(const std::string& pointer, const std::vector<Share>& split) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < split.size(); ++i) {
      m_used.insert(split[i].version);
      if (split[i].weight.value() == 0)
        say(childPointer(pointer, i) + "/weight",
            "is 0: the version " + quoted(split[i].version) + " gets nothing here");
      if (!seen.insert(split[i].version).second)
        say(childPointer(pointer, i) + "/version",
            "the version " + quoted(split[i].version) + " is in this split twice");
    }
  }

  void checkSplits() {
    for (std::size_t i = 0; i < m_policy.rules.size(); ++i)
      checkSplit(childPointer("/rules", i) + "/split", m_policy.rules[i].split);
    checkSplit("/default/split", m_policy.defaultRule.split);
  }

  void checkVersions() {
    for (const auto& [name, version] : m_policy.versions) {
      const std::string pointer = childPointer("/versions", name);
      if (!m_used.contains(name)) say(pointer, "no split uses the version " + quoted(name));
      if (version.select.empty()) say(pointer, "selects every instance of the service: it has no labels");
    }
  }

  void checkCondition(const std::string& pointer, const Condition& condition) {
    if (condition.kind == Condition::Kind::Not)
      return checkCondition(pointer + "/not", condition.children.front());
    if (condition.kind == Condition::Kind::Any) {
      for (std::size_t i = 0; i < condition.children.size(); ++i)
        checkCondition(childPointer(pointer + "/any", i), condition.children[i]);
      return;
    }
    const std::string at = childPointer(pointer, toString(condition.op));
    if (condition.op == Operator::Matches && condition.attribute.kind == Attribute::Kind::Header &&
        canNeverMatchHeader(condition.values.front()))
      say(at, "can never match the value of a header");
    if (condition.op == Operator::Is && condition.attribute.kind == Attribute::Kind::Ip)
      checkAddresses(at, condition);
    if (condition.op == Operator::Percent && condition.percent.value() == 0)
      say(at, "is 0: this never holds");
  }

  void checkAddresses(const std::string& at, const Condition& condition) {
    for (const std::string& value : condition.values) {
      const auto address = Address::parse(value);
      if (!address)
        say(at, quoted(value) + " is no address; for blocks there is \"in\"");
      else if (address->toString() != value)
        say(at,
            quoted(value) + " never compares equal: the address is written " + quoted(address->toString()));
    }
  }

  const Policy& m_policy;
  std::set<std::string> m_used;
  std::vector<Finding> m_findings;
};

}  // namespace

std::vector<Finding> lint(const Policy& policy) {
  // What is wrong is not worth a second look, and the checks below rely on its being right.
  return validate(policy).empty() ? Linter(policy).run() : std::vector<Finding>{};
}

}  // namespace halftone::policy
