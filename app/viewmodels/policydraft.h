// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "backend/policy/model.h"
#include "backend/store/policystore.h"
#include "tl/expected.hpp"

namespace halftone::app {

// A policy in force and what the operator wants instead, with every step that led there: undo and redo know
// no limit but memory. A value; copies share their snapshots.
class PolicyDraft {
 public:
  static constexpr int kDefault = -1;  // stands for the default where a rule's number is asked for

  // Nothing is wanted to be different. The findings, if the stored text is no valid policy.
  [[nodiscard]] static tl::expected<PolicyDraft, std::vector<policy::Finding>> of(store::StoredPolicy stored);

  [[nodiscard]] const store::StoredPolicy& base() const { return m_base; }
  [[nodiscard]] const policy::Policy& inForce() const { return *m_inForce; }
  [[nodiscard]] const policy::Policy& edited() const { return *m_edited; }
  [[nodiscard]] bool isChanged() const { return *m_edited != *m_inForce; }

  // Takes another policy as what is wanted: one step of undo. Steps in a row of the same gesture, such as
  // the moves of one drag, are one; an empty gesture is always a step of its own.
  void edit(policy::Policy wanted, const QString& gesture = {});
  [[nodiscard]] bool canUndo() const { return !m_undo.empty(); }
  [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
  void undo();
  void redo();
  // What undo and redo come to, as texts, the nearest last; and the same again, of a draft that was kept: a
  // text that is no policy ends what can be gone back or forth to.
  [[nodiscard]] std::vector<std::string> undoTexts() const { return textsOf(m_undo); }
  [[nodiscard]] std::vector<std::string> redoTexts() const { return textsOf(m_redo); }
  void restoreSteps(const std::vector<std::string>& undo, const std::vector<std::string>& redo);
  // Back to what is in force; a step like others.
  void discard() { edit(*m_inForce); }

  // The split of a rule (its number in `edited`), or of the default.
  [[nodiscard]] const std::vector<policy::Share>& split(int rule) const;
  void setSplit(int rule, const std::vector<policy::Share>& split, const QString& gesture = {});
  void setDefaultSplit(const std::vector<policy::Share>& split) { setSplit(kDefault, split); }
  void setRuleEnabled(std::size_t rule, bool enabled) { setRulesEnabled({rule}, enabled); }
  // Numbers out of range do nothing.
  void moveRule(std::size_t from, std::size_t to);
  void removeRule(std::size_t rule) { removeRules({rule}); }
  void insertRule(std::size_t place, policy::Rule rule);
  void replaceRule(std::size_t place, policy::Rule rule);
  // Puts a copy below the rule, under a name that is not taken.
  void duplicateRule(std::size_t rule) { duplicateRules({rule}); }
  // The same of several, whose numbers rise: all of it is one step of undo.
  void setRulesEnabled(const std::vector<std::size_t>& rules, bool enabled);
  void removeRules(const std::vector<std::size_t>& rules);
  void duplicateRules(const std::vector<std::size_t>& rules);
  // `wanted`, with a number if some rule of `edited` has that name already.
  [[nodiscard]] std::string freeName(const std::string& wanted) const;

 private:
  using Snapshot = std::shared_ptr<const policy::Policy>;
  [[nodiscard]] static std::vector<std::string> textsOf(const std::vector<Snapshot>& steps);
  [[nodiscard]] static std::vector<Snapshot> snapshotsOf(const std::vector<std::string>& texts);

  store::StoredPolicy m_base;
  Snapshot m_inForce;
  Snapshot m_edited;
  std::vector<Snapshot> m_undo;  // the newest last
  std::vector<Snapshot> m_redo;
  QString m_gesture;
};

}  // namespace halftone::app
