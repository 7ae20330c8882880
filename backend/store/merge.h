// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/policy/model.h"

// Two operators changed one policy: what both wanted, put together by rule and by field. Pure functions.
//
//   Merge m = merge(&base, mine, theirs);          // base: what I had loaded; theirs: what is in force now
//   if (m.isClean()) publish *m.policy over theirs
//   else show m.lines; for each choice of the operator: choices[line.pointer] = Side::Mine, and merge again
//
// What is a field: each member of the document's objects, however deep (a version's `balance`, a label of its
// `select`, the default's `stickBy`, and whatever later documents add). A list is one field (a split's
// weights only make sense together, so do the conditions of `when`), except `rules`: rules are matched by
// their name (the n-th of a name with the n-th), a renamed rule by its conditions. The order of the rules is
// a field of its own. Rules that both sides put in the same place come in this order: theirs, then mine.
namespace halftone::store {

enum class Side { Mine, Theirs };

// One field in which mine or theirs differs from base. Values are JSON in one line, empty where there is
// none.
struct MergeLine {
  enum class Kind {
    Value,   // a field's value
    Rule,    // a whole rule: added, or removed
    Rename,  // a rule's name
    Order,   // the order of the rules; values are JSON lists of their names
  };
  Kind kind = Kind::Value;
  // The field's place with the rule's name in base (else in the side that added it) for its number, escaped
  // as JSON pointers are: "/default/split", "/rules/beta clients/split", "/rules/beta clients#2" (the second
  // of that name), "/rules/beta clients" (a rule whole), "/rules" (the order). Unique, and what
  // `MergeChoices` takes.
  std::string pointer;
  std::string rule;   // the rule's name; empty outside of rules
  std::string field;  // "split", "default/split"; empty for Rule and Order
  std::string base;
  std::string mine;
  std::string theirs;
  bool byMine = false;    // mine differs from base
  bool byTheirs = false;  // theirs differs from base
  // Both differ from base and from each other.
  bool isConflict = false;
  Side taken = Side::Theirs;  // whose value is in the merged policy

  friend bool operator==(const MergeLine&, const MergeLine&) = default;
};

// Whose value to take, by `MergeLine::pointer`. For any line, not only for conflicts.
using MergeChoices = std::map<std::string, Side>;

struct Merge {
  // What came of it; nothing if that is no valid policy (a rule of mine uses a version that theirs removed):
  // then `findings` say why, and other choices are needed.
  std::optional<policy::Policy> policy;
  std::vector<policy::Finding> findings;
  // All differences in the document's order, merged and not.
  std::vector<MergeLine> lines;
  // Conflicts for which there was no choice; theirs, being in force, stands for them in `policy`.
  std::vector<MergeLine> unresolved;

  // May be published without asking anybody.
  [[nodiscard]] bool isClean() const { return policy.has_value() && unresolved.empty(); }
};

// Base may be null: both created the policy. The three are of one service and valid.
[[nodiscard]] Merge merge(const policy::Policy* base, const policy::Policy& mine,
                          const policy::Policy& theirs, const MergeChoices& choices = {});

// What turns one policy into another, in the same lines (`byMine`, values in base and mine): a diff by rule
// and field.
[[nodiscard]] std::vector<MergeLine> compare(const policy::Policy& before, const policy::Policy& after);

}  // namespace halftone::store
