// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/merge.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "backend/codec/policyjson.h"
#include "backend/store/members.h"
#include "backend/store/rulematch.h"

namespace halftone::store {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json* value) {
  return value == nullptr ? std::string() : store::dump(*value);
}

const Json* find(const Json* object, const std::string& key) {
  if (object == nullptr || !object->is_object()) return nullptr;
  const auto found = object->find(key);
  return found == object->end() ? nullptr : &*found;
}

bool same(const Json* a, const Json* b) {
  return a == b || (a != nullptr && b != nullptr && *a == *b);
}

std::string escaped(const std::string& segment) {
  std::string text;
  for (const char c : segment) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

// The members of up to three objects: theirs in their order, and mine's own at the end.
std::vector<std::string> keysOf(const Json* theirs, const Json* mine, const Json* base) {
  std::vector<std::string> keys;
  for (const Json* object : {theirs, mine, base}) {
    if (object == nullptr) continue;
    for (const auto& [key, value] : object->items()) {
      if (!std::ranges::count(keys, key)) keys.push_back(key);
    }
  }
  return keys;
}

RuleList rulesOf(const Json& document) {
  const Json* rules = find(&document, "rules");
  return rules != nullptr && rules->is_array() ? RuleList(rules->begin(), rules->end()) : RuleList();
}

const Json* at(const RuleList& rules, std::optional<std::size_t> number) {
  return number ? &rules[*number] : nullptr;
}

// One value as the three have it, and where. Null: absent.
struct Three {
  const Json* base = nullptr;
  const Json* mine = nullptr;
  const Json* theirs = nullptr;
  std::string pointer;
  std::string rule;
  std::string field;

  [[nodiscard]] Three member(const std::string& key) const {
    const std::string within = field.empty() ? key : field + "/" + key;
    return {find(base, key), find(mine, key), find(theirs, key), pointer + "/" + escaped(key), rule, within};
  }
};

// Puts three documents together, collecting the lines.
class Merging {
 public:
  explicit Merging(const MergeChoices& choices) : m_choices(choices) {}

  Json documents(const Json& base, const Json& mine, const Json& theirs);
  [[nodiscard]] std::vector<MergeLine> takeLines() { return std::move(m_lines); }
  [[nodiscard]] std::vector<MergeLine> takeUnresolved() { return std::move(m_unresolved); }

 private:
  // The value to take, or null where it is to be absent; into `place` where it is made anew.
  std::optional<Json> value(const Three& three);
  Side line(MergeLine::Kind kind, const Three& three);
  std::optional<Json> members(const Three& three);
  std::optional<Json> rule(const Three& three);
  Json rules(const RuleList& base, const RuleList& mine, const RuleList& theirs);
  OrderOf order(const std::vector<MatchedRule>& rules, const std::vector<std::size_t>& kept);

  const MergeChoices& m_choices;
  std::vector<MergeLine> m_lines;
  std::vector<MergeLine> m_unresolved;
};

Side Merging::line(MergeLine::Kind kind, const Three& three) {
  MergeLine line;
  line.kind = kind;
  line.pointer = three.pointer;
  line.rule = three.rule;
  line.field =
      kind == MergeLine::Kind::Value || kind == MergeLine::Kind::Rename ? three.field : std::string();
  line.base = dump(three.base);
  line.mine = dump(three.mine);
  line.theirs = dump(three.theirs);
  line.byMine = !same(three.base, three.mine);
  line.byTheirs = !same(three.base, three.theirs);
  line.isConflict = line.byMine && line.byTheirs && !same(three.mine, three.theirs);
  const auto chosen = m_choices.find(line.pointer);
  if (chosen != m_choices.end()) {
    line.taken = chosen->second;
  } else if (!line.byTheirs) {
    line.taken = Side::Mine;
  }
  if (line.isConflict && chosen == m_choices.end()) m_unresolved.push_back(line);
  m_lines.push_back(line);
  return line.taken;
}

std::optional<Json> Merging::value(const Three& three) {
  if (same(three.base, three.mine) && same(three.base, three.theirs)) {
    return three.theirs == nullptr ? std::nullopt : std::optional(*three.theirs);
  }
  const bool bothObjects = three.mine != nullptr && three.mine->is_object() && three.theirs != nullptr &&
                           three.theirs->is_object();
  if (bothObjects) return members(three);
  const bool isName = !three.rule.empty() && three.field == "name";
  const Side side = line(isName ? MergeLine::Kind::Rename : MergeLine::Kind::Value, three);
  const Json* taken = side == Side::Mine ? three.mine : three.theirs;
  return taken == nullptr ? std::nullopt : std::optional(*taken);
}

std::optional<Json> Merging::members(const Three& three) {
  Json object = Json::object();
  for (const std::string& key : keysOf(three.theirs, three.mine, three.base)) {
    if (std::optional<Json> merged = value(three.member(key))) object[key] = std::move(*merged);
  }
  return object;
}

std::optional<Json> Merging::rule(const Three& three) {
  const bool inBoth = three.mine != nullptr && three.theirs != nullptr;
  if (inBoth) return members(three);
  if (three.mine == nullptr && three.theirs == nullptr) {  // both removed it
    line(MergeLine::Kind::Rule, three);
    return std::nullopt;
  }
  const Json* taken = line(MergeLine::Kind::Rule, three) == Side::Mine ? three.mine : three.theirs;
  return taken == nullptr ? std::nullopt : std::optional(*taken);
}

OrderOf Merging::order(const std::vector<MatchedRule>& rules, const std::vector<std::size_t>& kept) {
  std::vector<std::size_t> common;
  for (const std::size_t rule : kept) {
    if (rules[rule].base && rules[rule].mine && rules[rule].theirs) common.push_back(rule);
  }
  const auto names = [&](OrderOf side) {
    Json list = Json::array();
    for (const std::size_t rule : orderedAs(rules, common, side)) list.push_back(rules[rule].key);
    return list;
  };
  const Json base = names(OrderOf::Base);
  const Json mine = names(OrderOf::Mine);
  const Json theirs = names(OrderOf::Theirs);
  if (base == mine && base == theirs) return OrderOf::Base;
  const Side taken = line(MergeLine::Kind::Order, {&base, &mine, &theirs, "/rules", {}, {}});
  return taken == Side::Mine ? OrderOf::Mine : OrderOf::Theirs;
}

Json Merging::rules(const RuleList& base, const RuleList& mine, const RuleList& theirs) {
  const std::vector<MatchedRule> matched = matchRules(base, mine, theirs);
  std::vector<std::optional<Json>> merged;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < matched.size(); ++i) {
    const MatchedRule& one = matched[i];
    merged.push_back(rule({at(base, one.base),
                           at(mine, one.mine),
                           at(theirs, one.theirs),
                           "/rules/" + escaped(one.key),
                           one.key,
                           {}}));
    if (merged.back()) kept.push_back(i);
  }
  const OrderOf spine = order(matched, kept);
  Json list = Json::array();
  for (const std::size_t i : arrange(matched, kept, spine)) list.push_back(std::move(*merged[i]));
  return list;
}

Json Merging::documents(const Json& base, const Json& mine, const Json& theirs) {
  const Three whole{&base, &mine, &theirs, {}, {}, {}};
  Json document = Json::object();
  for (const std::string& key : keysOf(&theirs, &mine, &base)) {
    if (key == "rules") {
      document[key] = rules(rulesOf(base), rulesOf(mine), rulesOf(theirs));
    } else if (std::optional<Json> merged = value(whole.member(key))) {
      document[key] = std::move(*merged);
    }
  }
  return document;
}

Json documentOf(const policy::Policy& policy) {
  return Json::parse(codec::writePolicy(policy), nullptr, false);
}

}  // namespace

Merge merge(const policy::Policy* base, const policy::Policy& mine, const policy::Policy& theirs,
            const MergeChoices& choices) {
  Merging merging(choices);
  const Json document = merging.documents(base == nullptr ? Json::object() : documentOf(*base),
                                          documentOf(mine), documentOf(theirs));
  Merge result;
  result.lines = merging.takeLines();
  result.unresolved = merging.takeUnresolved();
  auto read = codec::readPolicy(dump(&document));
  if (read) {
    result.policy = *std::move(read);
  } else {
    result.findings = std::move(read.error());
  }
  return result;
}

std::vector<MergeLine> compare(const policy::Policy& before, const policy::Policy& after) {
  return merge(&before, after, before).lines;
}

}  // namespace halftone::store
