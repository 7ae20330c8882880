// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "backend/policy/model.h"

// What differs between two policies, in the operator's words.
namespace halftone::app {

// One line of a review: what changes, from what to what.
struct PolicyChange {
  QString what;     // "Default split", "Rule “office”"
  QString version;  // where it is a version's weight, for its colour
  QString before;
  QString after;
  QString brief;  // for one line with others: "Rule “office” off", "v2 5 → 30"
};

[[nodiscard]] std::vector<PolicyChange> changesBetween(const policy::Policy& before,
                                                       const policy::Policy& after);
// "default v2 5 → 30, v1 95 → 70, Rule “office” off".
[[nodiscard]] QString summaryOf(const std::vector<PolicyChange>& changes);
// Who moves as far as the texts alone tell: "25 % of users move to v2. Nobody else changes version."
[[nodiscard]] QString effectBetween(const policy::Policy& before, const policy::Policy& after);

// For each rule of `after` its number in `before`, -1 where it is new: the same name, else the same
// conditions.
[[nodiscard]] std::vector<int> matchRules(const std::vector<policy::Rule>& before,
                                          const std::vector<policy::Rule>& after);

// Whether two splits give each version the same weight; a version left out has 0.
[[nodiscard]] bool sameWeights(const std::vector<policy::Share>& a, const std::vector<policy::Share>& b);
// Weights in words: "v2 5, v1 95".
[[nodiscard]] QString splitText(const std::vector<policy::Share>& split);
// "sticky by user".
[[nodiscard]] QString stickText(const policy::StickyKey& key);
// A rule's conditions in the language of now: "user from 1000 to 1999 and …".
[[nodiscard]] QString whenText(const std::vector<policy::Condition>& conditions);

}  // namespace halftone::app
