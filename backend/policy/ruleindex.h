// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "backend/policy/attributetable.h"
#include "backend/policy/test.h"
#include "backend/policy/valueindex.h"

namespace halftone::policy {

// Which rules could match a request: for each rule one condition, the most selective that an index knows, is
// its door; a request opens doors by the values it carries. Immutable after build.
class RuleIndex {
 public:
  // Chooses the rule's door. Returns the number of the condition that the door alone proves, or -1.
  int add(std::uint32_t rule, const std::vector<Test>& when, const AttributeTable& attributes);
  void build(const AttributeTable& attributes);

  // The first matching rule in order, or -1; `matches(rule)` finishes the test. Looks into the request only
  // as far as rules of that order could need it.
  template <typename Matches>
  [[nodiscard]] int firstMatch(RequestView& view, Matches matches) const {
    Candidates candidates;
    std::size_t nextGroup = 0;
    std::size_t nextAlways = 0;
    for (;;) {
      const int always = nextAlways < m_always.size() ? m_always[nextAlways] : Candidates::kNone;
      int rule = std::min(candidates.lowest(), always);
      while (nextGroup < m_groups.size() && m_groups[nextGroup].firstRule <= rule) {
        gather(m_groups[nextGroup++], view, candidates);
        rule = std::min(candidates.lowest(), always);
      }
      if (rule == Candidates::kNone) return -1;
      if (matches(rule)) return rule;
      if (rule == always)
        ++nextAlways;
      else
        candidates.remove(rule);
    }
  }

 private:
  // All rules behind one slot.
  struct Doors {
    EqualIndex equal;
    RangeIndex ranges;
    PrefixIndex prefixes;
    CidrIndex blocks;
    RuleList present;  // the attribute has to be there, whatever its value
    int firstRule = Candidates::kNone;
  };
  // Slots that are found together: all headers, all cookies, all parameters, or one of another kind.
  struct Group {
    Attribute::Kind kind;
    int slot = 0;  // of another kind
    int firstRule = Candidates::kNone;
    std::uint64_t remembered = 0;
    bool hasOthers = false;  // slots beyond the remembered ones
  };

  void open(std::uint32_t rule, const Test& test, const AttributeTable& attributes);
  Doors& doorsOf(int slot, std::uint32_t rule);
  void gather(const Group& group, RequestView& view, Candidates& out) const;
  void enter(int slot, RequestView& view, Candidates& out) const;

  std::vector<Doors> m_doors;   // by slot
  std::vector<Group> m_groups;  // by first rule
  std::vector<int> m_always;    // rules without a door, ascending
};

}  // namespace halftone::policy
