// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionplacement.h"

#include <QUrl>
#include <algorithm>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

using policy::Condition;

constexpr char kUserKey[] = "halftone-user";

bool isKnown(const Condition& condition) {
  return condition.attribute.kind == policy::Attribute::Kind::User ||
         condition.attribute.kind == policy::Attribute::Kind::Method;
}

// A condition that always (or never) holds: each request has a method.
Condition constant(bool holds) {
  Condition condition;
  condition.attribute.kind = policy::Attribute::Kind::Method;
  condition.op = policy::Operator::Exists;
  condition.exists = holds;
  return condition;
}

// The condition with those that nobody can judge taken for `holds`; a Not turns that round.
Condition bounded(const Condition& condition, bool holds) {
  if (condition.kind == Condition::Kind::Test) return isKnown(condition) ? condition : constant(holds);
  Condition copy = condition;
  const bool inner = condition.kind == Condition::Kind::Not ? !holds : holds;
  for (Condition& child : copy.children) child = bounded(child, inner);
  return copy;
}

policy::Rule bounded(policy::Rule rule, bool holds) {
  for (Condition& condition : rule.when) condition = bounded(condition, holds);
  return rule;
}

void collectUnknown(const Condition& condition, std::vector<const Condition*>& unknown) {
  if (condition.kind != Condition::Kind::Test) {
    for (const Condition& child : condition.children) collectUnknown(child, unknown);
  } else if (!isKnown(condition)) {
    unknown.push_back(&condition);
  }
}

std::shared_ptr<const policy::RouteTable> compiled(policy::Policy policy, bool holds) {
  for (policy::Rule& rule : policy.rules) rule = bounded(std::move(rule), holds);
  // However the user was named to the gateway, here it comes by this parameter.
  policy.identity = {{policy::IdentitySource::Kind::Query, kUserKey}};
  auto table = policy::compile(std::move(policy));
  return table ? *table : nullptr;
}

// The request as far as it is known, for one call of the engine.
struct KnownRequest {
  explicit KnownRequest(const QString& user)
      : target("/?" + std::string(kUserKey) + "=" + QUrl::toPercentEncoding(user).toStdString()) {
    request.method = "GET";
    request.target = target;
  }
  std::string target;
  policy::Request request;
};

}  // namespace

std::shared_ptr<SessionPlacement> SessionPlacement::of(const std::string& document) {
  auto policy = codec::readPolicy(document);
  if (!policy) return nullptr;
  std::shared_ptr<SessionPlacement> placement(new SessionPlacement(std::move(*policy)));
  return placement->m_none && placement->m_all ? placement : nullptr;
}

SessionPlacement::SessionPlacement(policy::Policy policy)
    : m_policy(std::move(policy)), m_none(compiled(m_policy, false)), m_all(compiled(m_policy, true)) {}

void SessionPlacement::setInstances(const std::map<QString, NodeInstance>& instances) {
  m_available.bits = 0;
  m_versions.clear();
  for (const auto& [source, instance] : instances) {
    for (std::size_t number = 0; number < m_policy.versions.size(); ++number) {
      const auto& [name, version] = m_policy.versions[number];
      if (!policy::selects(version, instance.meta, instance.tags)) continue;
      if (instance.inService) m_available.bits |= std::uint64_t{1} << number;
      m_versions.emplace(source, name);
    }
  }
}

std::string SessionPlacement::versionOf(const QString& source) const {
  const auto it = m_versions.find(source);
  return it == m_versions.end() ? std::string() : it->second;
}

policy::StickyKey SessionPlacement::stickyKey(const std::string& name) const {
  const auto rule = std::find_if(m_policy.rules.begin(), m_policy.rules.end(),
                                 [&name](const policy::Rule& other) { return other.name == name; });
  return rule != m_policy.rules.end() && rule->stickBy ? *rule->stickBy : m_policy.defaultRule.stickBy;
}

SessionPlacement::Verdict SessionPlacement::place(const QString& user) const {
  const KnownRequest known(user);
  const policy::Decision none = m_none->decide(known.request, m_available, 0);
  const policy::Decision all = m_all->decide(known.request, m_available, 0);
  Verdict verdict;
  verdict.rule = m_none->ruleName(none.rule);
  verdict.fallback = none.fallback;
  verdict.drawn = none.bucket && !none.sticky;
  if (!verdict.drawn) {
    verdict.bucket = none.bucket;
    if (none.version >= 0) verdict.version = m_none->versionName(none.version);
  }
  verdict.sure = none.rule == all.rule && !verdict.drawn;
  return verdict;
}

std::vector<SessionPlacement::Step> SessionPlacement::steps(const QString& user) const {
  const KnownRequest known(user);
  const int last = m_none->decide(known.request, m_available, 0).rule;
  std::vector<Step> steps;
  policy::Policy alone = m_policy;
  for (int number = 0; number < static_cast<int>(m_policy.rules.size()); ++number) {
    const policy::Rule& rule = m_policy.rules[static_cast<std::size_t>(number)];
    if (!rule.enabled) continue;
    if (number == last) {
      steps.push_back({rule.name, Truth::Yes, {}});
      return steps;
    }
    alone.rules = {rule};
    const Table table = compiled(alone, true);
    const bool perhaps = table && table->decide(known.request, m_available, 0).rule == 0;
    Step step{rule.name, perhaps ? Truth::Perhaps : Truth::No, {}};
    if (perhaps) {
      for (const Condition& condition : rule.when) collectUnknown(condition, step.unknown);
    }
    steps.push_back(std::move(step));
  }
  steps.push_back({"default", Truth::Yes, {}});
  return steps;
}

}  // namespace halftone::app
