// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/ruleindex.h"

#include <algorithm>
#include <bit>

#include "backend/policy/requestview.h"
#include "backend/policy/values.h"

namespace halftone::policy {

namespace {

using K = Attribute::Kind;

// How well a condition serves as a rule's door; 0: it is none. `proven`: passing the door is the condition.
struct Fitness {
  int grade = 0;
  bool proven = false;
};

// Attributes with few distinct values let many requests in.
bool isCoarse(K kind) {
  return kind == K::Method || kind == K::Host || kind == K::Region || kind == K::DeviceType ||
         kind == K::DeviceOs;
}

Fitness fitness(const Test& test, const AttributeTable& attributes) {
  if (test.kind == Condition::Kind::Not) return {};
  if (test.kind == Condition::Kind::Any) {
    Fitness worst{100, true};
    for (const Test& child : test.children) {
      const Fitness one = fitness(child, attributes);
      worst.grade = std::min(worst.grade, one.grade);
      worst.proven = worst.proven && one.proven;
    }
    return worst;
  }
  const bool coarse = isCoarse(attributes.attribute(test.slot).kind);
  switch (test.op) {
    case Operator::Is:
      return test.ignoreCase ? Fitness{1, false} : Fitness{coarse ? 4 : 9, true};
    case Operator::In:
      return {8, true};
    case Operator::Range:
      return {7, true};
    case Operator::Prefix:
      return {coarse ? 3 : 6, true};
    case Operator::Exists:
      return test.exists ? Fitness{2, true} : Fitness{};
    default:
      return {1, false};  // at least the attribute has to be there
  }
}

}  // namespace

int RuleIndex::add(std::uint32_t rule, const std::vector<Test>& when, const AttributeTable& attributes) {
  Fitness best;
  int door = -1;
  for (std::size_t i = 0; i < when.size(); ++i) {
    const Fitness one = fitness(when[i], attributes);
    if (one.grade <= best.grade) continue;
    best = one;
    door = static_cast<int>(i);
  }
  if (door < 0) {
    m_always.push_back(static_cast<int>(rule));
    return -1;
  }
  open(rule, when[static_cast<std::size_t>(door)], attributes);
  return best.proven ? door : -1;
}

RuleIndex::Doors& RuleIndex::doorsOf(int slot, std::uint32_t rule) {
  if (m_doors.size() <= static_cast<std::size_t>(slot)) m_doors.resize(static_cast<std::size_t>(slot) + 1);
  Doors& doors = m_doors[static_cast<std::size_t>(slot)];
  doors.firstRule = std::min(doors.firstRule, static_cast<int>(rule));
  return doors;
}

void RuleIndex::open(std::uint32_t rule, const Test& test, const AttributeTable& attributes) {
  if (test.kind == Condition::Kind::Any) {
    for (const Test& child : test.children) open(rule, child, attributes);
    return;
  }
  Doors& doors = doorsOf(test.slot, rule);
  switch (test.op) {
    case Operator::Is:
      if (test.ignoreCase) break;
      for (const std::string& value : test.values) doors.equal.add(value, rule);
      return;
    case Operator::In:
      for (const Cidr& block : test.blocks) doors.blocks.add(block, rule);
      return;
    case Operator::Range:
      doors.ranges.add(test.low, test.high, rule);
      return;
    case Operator::Prefix:
      doors.prefixes.add(test.values.front(), rule);
      return;
    default:
      break;
  }
  doors.present.push_back(rule);
}

void RuleIndex::build(const AttributeTable& attributes) {
  for (std::size_t i = 0; i < m_doors.size(); ++i) {
    Doors& doors = m_doors[i];
    if (doors.firstRule == Candidates::kNone) continue;
    doors.equal.build();
    doors.ranges.build();
    doors.prefixes.build();
    doors.blocks.build();
    const int slot = static_cast<int>(i);
    const K kind = attributes.attribute(slot).kind;
    const bool listed = kind == K::Header || kind == K::Cookie || kind == K::Query;
    auto group = std::find_if(m_groups.begin(), m_groups.end(),
                              [&](const Group& one) { return listed && one.kind == kind; });
    if (group == m_groups.end())
      group = m_groups.insert(group, Group{kind, slot, Candidates::kNone, 0, false});
    group->firstRule = std::min(group->firstRule, doors.firstRule);
    if (slot < AttributeTable::kRemembered)
      group->remembered |= std::uint64_t{1} << slot;
    else
      group->hasOthers = true;
  }
  std::sort(m_groups.begin(), m_groups.end(),
            [](const Group& a, const Group& b) { return a.firstRule < b.firstRule; });
}

void RuleIndex::gather(const Group& group, RequestView& view, Candidates& out) const {
  std::uint64_t present = 0;
  if (group.kind == K::Header)
    present = view.presentHeaders();
  else if (group.kind == K::Cookie)
    present = view.presentCookies();
  else if (group.kind == K::Query)
    present = view.presentQueries();
  else
    return enter(group.slot, view, out);
  for (present &= group.remembered; present != 0; present &= present - 1)
    enter(std::countr_zero(present), view, out);
  if (group.hasOthers) view.forEachUnremembered(group.kind, [&](int slot) { enter(slot, view, out); });
}

void RuleIndex::enter(int slot, RequestView& view, Candidates& out) const {
  // A slot beyond all doors is only looked at by conditions that are no door.
  if (static_cast<std::size_t>(slot) >= m_doors.size()) return;
  const Doors& doors = m_doors[static_cast<std::size_t>(slot)];
  if (!doors.blocks.empty() && view.client()) doors.blocks.find(*view.client(), out);
  if (doors.equal.empty() && doors.ranges.empty() && doors.prefixes.empty() && doors.present.empty()) return;
  std::string_view value;
  if (!view.get(slot, value)) return;
  if (!doors.equal.empty()) doors.equal.find(value, out);
  if (!doors.ranges.empty())
    if (const auto number = parseInteger(value)) doors.ranges.find(*number, out);
  if (!doors.prefixes.empty()) doors.prefixes.find(value, out);
  addAll(doors.present, out);
}

}  // namespace halftone::policy
