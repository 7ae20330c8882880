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

void PolicyDraft::setRuleEnabled(std::size_t rule, bool enabled) {
  if (rule >= m_edited->rules.size()) return;
  policy::Policy wanted = *m_edited;
  wanted.rules[rule].enabled = enabled;
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

void PolicyDraft::removeRule(std::size_t rule) {
  if (rule >= m_edited->rules.size()) return;
  policy::Policy wanted = *m_edited;
  wanted.rules.erase(wanted.rules.begin() + at(rule));
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

void PolicyDraft::duplicateRule(std::size_t rule) {
  if (rule >= m_edited->rules.size()) return;
  policy::Rule copy = m_edited->rules[rule];
  copy.name = freeName(copy.name);
  insertRule(rule + 1, std::move(copy));
}

std::string PolicyDraft::freeName(const std::string& wanted) const {
  const auto taken = [this](const std::string& name) {
    return std::any_of(m_edited->rules.begin(), m_edited->rules.end(),
                       [&name](const policy::Rule& rule) { return rule.name == name; });
  };
  std::string name = wanted;
  for (int number = 2; taken(name); ++number) name = wanted + ' ' + std::to_string(number);
  return name;
}

}  // namespace halftone::app
