// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/policy/model.h"
#include "backend/store/policystore.h"
#include "tl/expected.hpp"

namespace halftone::app {

// One line of a review: what changes, from what to what.
struct DraftChange {
  QString what;     // "default: v2", "rule office"
  QString version;  // where it is a version's weight, for its colour
  QString before;
  QString after;
};

// A policy in force and what the operator wants to be different: the default's split, rules switched on or
// off. Keeps only the differences, so that they can be put on top of a newer policy. A value.
class PolicyDraft {
 public:
  // Nothing is wanted to be different. The findings, if the stored text is no valid policy.
  [[nodiscard]] static tl::expected<PolicyDraft, std::vector<policy::Finding>> of(store::StoredPolicy stored);

  [[nodiscard]] const store::StoredPolicy& base() const { return m_base; }
  [[nodiscard]] const policy::Policy& inForce() const { return m_inForce; }
  // The policy in force with the differences.
  [[nodiscard]] policy::Policy edited() const;
  [[nodiscard]] bool isChanged() const { return m_split.has_value() || !m_enabled.empty(); }

  void setDefaultSplit(const std::vector<policy::Share>& split);
  void setRuleEnabled(std::size_t rule, bool enabled);
  [[nodiscard]] bool isRuleEnabled(std::size_t rule) const;
  void discard();
  // The same differences on top of a newer policy; those that no longer make sense there (a version or a rule
  // is gone) are dropped.
  [[nodiscard]] PolicyDraft onTopOf(const PolicyDraft& newer) const;

  [[nodiscard]] std::vector<DraftChange> changes() const;
  // "default v2 5 → 30, v1 95 → 70, Rule “office” off".
  [[nodiscard]] QString summary() const;
  // Who moves, in sentences: "25 % of users move to v2. Nobody moves back."
  [[nodiscard]] QString effect() const;

 private:
  store::StoredPolicy m_base;
  policy::Policy m_inForce;
  std::optional<std::vector<policy::Share>> m_split;
  std::map<std::size_t, bool> m_enabled;  // rule number -> wanted, only where it differs
};

// Weights in words: "v2 5, v1 95".
[[nodiscard]] QString splitText(const std::vector<policy::Share>& split);
// "sticky by user".
[[nodiscard]] QString stickText(const policy::StickyKey& key);

}  // namespace halftone::app
