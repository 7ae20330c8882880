// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/policydraft.h"

#include <algorithm>
#include <utility>

#include "app/viewmodels/policychanges.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

std::ptrdiff_t at(std::size_t place) {
  return static_cast<std::ptrdiff_t>(place);
}

std::string freeNameIn(const policy::Policy& policy, const std::string& wanted) {
  const auto taken = [&policy](const std::string& name) {
    return std::any_of(policy.rules.begin(), policy.rules.end(),
                       [&name](const policy::Rule& rule) { return rule.name == name; });
  };
  std::string name = wanted;
  for (int number = 2; taken(name); ++number) name = wanted + ' ' + std::to_string(number);
  return name;
}

}  // namespace

tl::expected<PolicyDraft, std::vector<policy::Finding>> PolicyDraft::of(store::StoredPolicy stored) {
  auto read = codec::readPolicy(stored.text);
  if (!read) return tl::unexpected(read.error());
  PolicyDraft draft;
  draft.m_base = std::move(stored);
  draft.m_inForce = std::make_shared<const policy::Policy>(*std::move(read));
  draft.m_edited = draft.m_inForce;
  return draft;
}

void PolicyDraft::edit(policy::Policy wanted, const QString& gesture) {
  if (wanted == *m_edited) return;
  const bool goesOn = !gesture.isEmpty() && gesture == m_gesture && !m_undo.empty();
  if (!goesOn) m_undo.push_back(m_edited);
  m_redo.clear();
  m_gesture = gesture;
  m_edited = std::make_shared<const policy::Policy>(std::move(wanted));
}

void PolicyDraft::undo() {
  if (m_undo.empty()) return;
  m_redo.push_back(std::exchange(m_edited, m_undo.back()));
  m_undo.pop_back();
  m_gesture.clear();
}

void PolicyDraft::redo() {
  if (m_redo.empty()) return;
  m_undo.push_back(std::exchange(m_edited, m_redo.back()));
  m_redo.pop_back();
  m_gesture.clear();
}

std::vector<std::string> PolicyDraft::textsOf(const std::vector<Snapshot>& steps) {
  std::vector<std::string> texts;
  texts.reserve(steps.size());
  for (const Snapshot& step : steps) texts.push_back(codec::writePolicy(*step));
  return texts;
}

std::vector<PolicyDraft::Snapshot> PolicyDraft::snapshotsOf(const std::vector<std::string>& texts) {
  std::vector<Snapshot> steps;
  for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
    auto policy = codec::readPolicy(*text);
    if (!policy) break;
    steps.push_back(std::make_shared<const policy::Policy>(*std::move(policy)));
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

void PolicyDraft::restoreSteps(const std::vector<std::string>& undo, const std::vector<std::string>& redo) {
  if (!undo.empty()) m_undo = snapshotsOf(undo);
  m_redo = snapshotsOf(redo);
  m_gesture.clear();
}

const std::vector<policy::Share>& PolicyDraft::split(int rule) const {
  const bool ofRule = rule >= 0 && static_cast<std::size_t>(rule) < m_edited->rules.size();
  return ofRule ? m_edited->rules[static_cast<std::size_t>(rule)].split : m_edited->defaultRule.split;
}

void PolicyDraft::setSplit(int rule, const std::vector<policy::Share>& split, const QString& gesture) {
  // What an editor gives back may name more versions, at 0: where the weights are those in force, so is the
  // list.
  const auto asInForce = [&split](const std::vector<policy::Share>& inForce) {
    return sameWeights(split, inForce) ? inForce : split;
  };
  policy::Policy wanted = *m_edited;
  if (rule == kDefault) {
    wanted.defaultRule.split = asInForce(m_inForce->defaultRule.split);
  } else if (rule >= 0 && static_cast<std::size_t>(rule) < wanted.rules.size()) {
    policy::Rule& edited = wanted.rules[static_cast<std::size_t>(rule)];
    const auto& rules = m_inForce->rules;
    const auto same = std::find_if(rules.begin(), rules.end(),
                                   [&edited](const policy::Rule& r) { return r.name == edited.name; });
    edited.split = same == rules.end() ? split : asInForce(same->split);
  }
  edit(std::move(wanted), gesture);
}

void PolicyDraft::setRulesEnabled(const std::vector<std::size_t>& rules, bool enabled) {
  policy::Policy wanted = *m_edited;
  for (const std::size_t rule : rules) {
    if (rule < wanted.rules.size()) wanted.rules[rule].enabled = enabled;
  }
  edit(std::move(wanted));
}

void PolicyDraft::moveRule(std::size_t from, std::size_t to) {
  const std::size_t count = m_edited->rules.size();
  if (from >= count || to >= count || from == to) return;
  policy::Policy wanted = *m_edited;
  const auto begin = wanted.rules.begin();
  if (from < to)
    std::rotate(begin + at(from), begin + at(from) + 1, begin + at(to) + 1);
  else
    std::rotate(begin + at(to), begin + at(from), begin + at(from) + 1);
  edit(std::move(wanted));
}

void PolicyDraft::removeRules(const std::vector<std::size_t>& rules) {
  policy::Policy wanted = *m_edited;
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    if (*rule < wanted.rules.size()) wanted.rules.erase(wanted.rules.begin() + at(*rule));
  }
  edit(std::move(wanted));
}

void PolicyDraft::insertRule(std::size_t place, policy::Rule rule) {
  policy::Policy wanted = *m_edited;
  wanted.rules.insert(wanted.rules.begin() + at(std::min(place, wanted.rules.size())), std::move(rule));
  edit(std::move(wanted));
}

void PolicyDraft::replaceRule(std::size_t place, policy::Rule rule) {
  if (place >= m_edited->rules.size()) return;
  policy::Policy wanted = *m_edited;
  wanted.rules[place] = std::move(rule);
  edit(std::move(wanted));
}

void PolicyDraft::duplicateRules(const std::vector<std::size_t>& rules) {
  policy::Policy wanted = *m_edited;
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    if (*rule >= wanted.rules.size()) continue;
    policy::Rule copy = wanted.rules[*rule];
    copy.name = freeNameIn(wanted, copy.name);
    wanted.rules.insert(wanted.rules.begin() + at(*rule + 1), std::move(copy));
  }
  edit(std::move(wanted));
}

std::string PolicyDraft::freeName(const std::string& wanted) const {
  return freeNameIn(*m_edited, wanted);
}

}  // namespace halftone::app
