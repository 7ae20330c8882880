// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/compile.h"

#include <algorithm>
#include <set>
#include <utility>

#include "backend/policy/compiled.h"
#include "backend/policy/validate.h"

namespace halftone::policy {

namespace {

bool labelMatches(std::string_view wanted, std::string_view value) {
  if (wanted.ends_with('*')) return value.starts_with(wanted.substr(0, wanted.size() - 1));
  return wanted == value;
}

bool tagMatches(const std::string& label, std::string_view wanted, std::string_view tag) {
  return tag.size() > label.size() && tag.starts_with(label) && tag[label.size()] == '=' &&
         labelMatches(wanted, tag.substr(label.size() + 1));
}

// The attribute that holds the key of a split; nothing for `none`.
std::optional<Attribute> attributeOf(const StickyKey& key, const std::string& service) {
  using A = Attribute::Kind;
  switch (key.kind) {
    case StickyKey::Kind::User:
      return Attribute{A::User, {}};
    case StickyKey::Kind::Ip:
      return Attribute{A::Ip, {}};
    case StickyKey::Kind::Header:
      return Attribute{A::Header, key.name};
    case StickyKey::Kind::Cookie:
      return Attribute{A::Cookie, key.name};
    case StickyKey::Kind::Query:
      return Attribute{A::Query, key.name};
    case StickyKey::Kind::Session:
      return Attribute{A::Cookie, "halftone-" + service};
    case StickyKey::Kind::None:
      break;
  }
  return std::nullopt;
}

}  // namespace

struct Compiler {
  RouteTable::Compiled& table;
  RegexPool& regexes;

  int versionNumber(const std::string& name) const {
    const auto& versions = table.policy.versions;
    const auto at =
        std::find_if(versions.begin(), versions.end(), [&](const auto& one) { return one.first == name; });
    return static_cast<int>(at - versions.begin());
  }

  CompiledSplit split(const std::vector<Share>& shares, const StickyKey& stickBy, const std::string& salt) {
    CompiledSplit result;
    int end = 0;
    std::set<int> weighted;
    for (const Share& share : shares) {
      if (share.weight.value() == 0) continue;
      end += share.weight.value();
      result.segments.push_back({end, versionNumber(share.version)});
      weighted.insert(result.segments.back().version);
    }
    if (weighted.size() == 1) result.only = *weighted.begin();
    result.stickBy = stickBy.kind;
    if (const auto attribute = attributeOf(stickBy, table.policy.service))
      result.slot = table.attributes.add(*attribute);
    result.salted.add(salt);
    result.salted.add(":");
    table.needsSessionCookie = table.needsSessionCookie || stickBy.kind == StickyKey::Kind::Session;
    return result;
  }

  void run() {
    const Policy& policy = table.policy;
    // First, so that what most decisions need is among the remembered slots.
    table.attributes.add({Attribute::Kind::User, {}});
    table.attributes.setIdentity(policy.identity);
    const std::string& policySalt = policy.effectiveSalt();
    table.defaultSplit = split(policy.defaultRule.split, policy.defaultRule.stickBy,
                               policy.defaultRule.salt ? *policy.defaultRule.salt : policySalt);
    table.stable = versionNumber(policy.stable);
    for (std::size_t i = 0; i < policy.rules.size(); ++i) {
      const Rule& rule = policy.rules[i];
      const std::string& salt = rule.salt ? *rule.salt : policySalt;
      CompiledRule compiled;
      compiled.enabled = rule.enabled;
      for (const Condition& condition : rule.when)
        compiled.when.push_back(compileTest(condition, salt, table.attributes, regexes));
      compiled.split = split(rule.split, rule.stickBy.value_or(StickyKey{}), salt);
      if (rule.enabled)
        compiled.proven = table.index.add(static_cast<std::uint32_t>(i), compiled.when, table.attributes);
      table.rules.push_back(std::move(compiled));
    }
    table.index.build(table.attributes);
  }

  static tl::expected<std::shared_ptr<const RouteTable>, std::vector<Finding>> compile(Policy policy) {
    RegexPool regexes;
    if (auto findings = validate(policy, regexes); !findings.empty())
      return tl::unexpected(std::move(findings));
    auto table = std::make_unique<RouteTable::Compiled>();
    table->policy = std::move(policy);
    Compiler{*table, regexes}.run();
    return std::shared_ptr<const RouteTable>(new RouteTable(std::move(table)));
  }
};

tl::expected<std::shared_ptr<const RouteTable>, std::vector<Finding>> compile(Policy policy) {
  return Compiler::compile(std::move(policy));
}

bool selects(const Version& version, const std::map<std::string, std::string>& meta,
             const std::vector<std::string>& tags) {
  return std::all_of(version.select.begin(), version.select.end(), [&](const auto& wanted) {
    if (const auto at = meta.find(wanted.first); at != meta.end())
      return labelMatches(wanted.second, at->second);
    return std::any_of(tags.begin(), tags.end(),
                       [&](const std::string& tag) { return tagMatches(wanted.first, wanted.second, tag); });
  });
}

}  // namespace halftone::policy
