// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/routetable.h"

#include <algorithm>

#include "backend/policy/compile.h"
#include "backend/policy/compiled.h"
#include "backend/policy/names.h"
#include "backend/policy/requestview.h"

namespace halftone::policy {

namespace {

bool findKey(const CompiledSplit& split, RequestView& view, std::string_view& key) {
  if (split.slot == NameTable::kNone) return false;
  if (split.stickBy == StickyKey::Kind::Session && !view.request().sessionKey.empty()) {
    key = view.request().sessionKey;
    return true;
  }
  return view.get(split.slot, key) && !key.empty();
}

// Points 3, 4, 5 of policy.md: the bucket if one is needed, and the version whose range holds it.
Decision chooseVersion(const CompiledSplit& split, int rule, RequestView& view, std::uint32_t randomBits) {
  Decision decision;
  decision.rule = rule;
  decision.stickBy = split.stickBy;
  decision.version = split.only;
  if (split.only != Decision::kNoVersion) return decision;
  std::string_view key;
  decision.sticky = findKey(split, view, key);
  decision.bucket = decision.sticky ? split.salted.bucketOf(key) : static_cast<int>(randomBits % 10000);
  decision.version = split.versionOf(*decision.bucket);
  return decision;
}

// Point 10 of policy.md.
void applyAvailability(Decision& decision, Availability available, int stable, WhenUnavailable choice) {
  if (available.has(decision.version)) return;
  if (choice == WhenUnavailable::Stable && available.has(stable)) {
    decision.version = stable;
    decision.fallback = true;
    return;
  }
  decision.version = Decision::kNoVersion;
}

bool allHold(const CompiledRule& rule, RequestView& view, int proven) {
  for (std::size_t i = 0; i < rule.when.size(); ++i)
    if (static_cast<int>(i) != proven && !rule.when[i].holds(view)) return false;
  return true;
}

// The attribute that decided a condition: its own, of `not` the one denied, of `any` the first alternative's.
const Condition& leafOf(const Condition& condition) {
  const Condition* at = &condition;
  while (at->kind != Condition::Kind::Test) at = &at->children.front();
  return *at;
}

std::optional<std::string> valueSeen(const Test& test, RequestView& view) {
  const Test* at = &test;
  while (at->kind != Condition::Kind::Test) at = &at->children.front();
  std::string_view value;
  if (!view.get(at->slot, value)) return std::nullopt;
  return std::string(value);
}

}  // namespace

int CompiledSplit::versionOf(int bucket) const {
  return std::find_if(segments.begin(), segments.end(), [bucket](const Segment& s) { return bucket < s.end; })
      ->version;
}

RouteTable::RouteTable(std::unique_ptr<const Compiled> compiled) : m_compiled(std::move(compiled)) {}
RouteTable::~RouteTable() = default;

Decision RouteTable::decide(const Request& request, Availability available, std::uint32_t randomBits) const {
  const Compiled& table = *m_compiled;
  RequestView view(table.attributes, request);
  const int rule = table.index.firstMatch(view, [&](int candidate) {
    const CompiledRule& compiled = table.rules[static_cast<std::size_t>(candidate)];
    return allHold(compiled, view, compiled.proven);
  });
  Decision decision = chooseVersion(table.splitOf(rule), rule, view, randomBits);
  applyAvailability(decision, available, table.stable, table.policy.whenUnavailable);
  return decision;
}

Explanation RouteTable::explain(const Request& request, Availability available,
                                std::uint32_t randomBits) const {
  const Compiled& table = *m_compiled;
  RequestView view(table.attributes, request);
  Explanation explanation;
  int matched = Decision::kDefaultRule;
  for (std::size_t i = 0; i < table.rules.size() && matched == Decision::kDefaultRule; ++i) {
    const CompiledRule& rule = table.rules[i];
    const Rule& source = table.policy.rules[i];
    TriedRule tried;
    tried.rule = source.name;
    tried.enabled = rule.enabled;
    tried.number = static_cast<int>(i);
    for (std::size_t j = 0; rule.enabled && j < rule.when.size() && tried.failed < 0; ++j) {
      if (rule.when[j].holds(view)) continue;
      tried.failed = static_cast<int>(j);
      tried.condition = describe(source.when[j]);
      tried.attribute = toString(leafOf(source.when[j]).attribute);
      tried.pointer = "/rules/" + std::to_string(i) + "/when/" + std::to_string(j);
      tried.seen = valueSeen(rule.when[j], view);
    }
    tried.matched = rule.enabled && tried.failed < 0;
    if (tried.matched) matched = static_cast<int>(i);
    explanation.tried.push_back(std::move(tried));
  }
  explanation.decision = chooseVersion(table.splitOf(matched), matched, view, randomBits);
  applyAvailability(explanation.decision, available, table.stable, table.policy.whenUnavailable);
  return explanation;
}

std::optional<std::uint32_t> RouteTable::stickyHash(const Request& request, int rule) const {
  RequestView view(m_compiled->attributes, request);
  std::string_view key;
  if (!findKey(m_compiled->splitOf(rule), view, key)) return std::nullopt;
  return murmur3x86_32(key, 0);
}

std::optional<std::string> RouteTable::userOf(const Request& request) const {
  RequestView view(m_compiled->attributes, request);
  std::string_view user;
  // The first slot of every table is `user` (compile.cpp).
  if (!view.get(0, user)) return std::nullopt;
  return std::string(user);
}

const Policy& RouteTable::policy() const {
  return m_compiled->policy;
}
int RouteTable::versionCount() const {
  return static_cast<int>(m_compiled->policy.versions.size());
}

std::string_view RouteTable::versionName(int version) const {
  return m_compiled->policy.versions[static_cast<std::size_t>(version)].first;
}

std::string_view RouteTable::ruleName(int rule) const {
  if (rule == Decision::kDefaultRule) return "default";
  return m_compiled->policy.rules[static_cast<std::size_t>(rule)].name;
}

int RouteTable::versionNumber(std::string_view name) const {
  const auto& versions = m_compiled->policy.versions;
  const auto at =
      std::find_if(versions.begin(), versions.end(), [name](const auto& one) { return one.first == name; });
  return at == versions.end() ? Decision::kNoVersion : static_cast<int>(at - versions.begin());
}

bool RouteTable::needsSessionCookie() const {
  return m_compiled->needsSessionCookie;
}
bool RouteTable::needsRegion() const {
  return m_compiled->attributes.regionHeader() != NameTable::kNone;
}

}  // namespace halftone::policy
