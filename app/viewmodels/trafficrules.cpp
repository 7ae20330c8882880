// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TrafficViewModel that is about rules: one by one, and the marked ones together.
#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>

#include "app/viewmodels/ruletext.h"
#include "app/viewmodels/trafficviewmodel.h"

namespace halftone::app {

namespace {

// Where a fresh rule sends what it matches: to a version that is being tried, else to the stable one.
policy::Rule freshRule(const PolicyDraft& draft) {
  const policy::Policy& policy = draft.edited();
  policy::Rule rule;
  rule.name = draft.freeName("new rule");
  policy::Condition condition;
  condition.attribute.kind = policy::Attribute::Kind::User;
  condition.op = policy::Operator::Is;
  rule.when = {condition};
  const auto tried = std::find_if(policy.versions.rbegin(), policy.versions.rend(),
                                  [&policy](const auto& version) { return version.first != policy.stable; });
  rule.split = {{tried == policy.versions.rend() ? policy.stable : tried->first, BasisPoints::whole()}};
  return rule;
}

}  // namespace

void TrafficViewModel::showRules() {
  m_rules.setDraft(*m_draft);
  QStringList names;
  for (const policy::Rule& rule : m_draft->edited().rules) names << QString::fromStdString(rule.name);
  m_marked.setRows(names);
}

std::vector<std::size_t> TrafficViewModel::markedRules() const {
  std::vector<std::size_t> numbers;
  if (!m_draft) return numbers;
  const auto& rules = m_draft->edited().rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (m_marked.has(QString::fromStdString(rules[i].name))) numbers.push_back(i);
  }
  return numbers;
}

void TrafficViewModel::switchMarked() {
  const auto numbers = markedRules();
  const bool allOn = std::all_of(numbers.begin(), numbers.end(),
                                 [this](std::size_t i) { return m_draft->edited().rules[i].enabled; });
  setMarkedEnabled(!allOn);
}

void TrafficViewModel::setMarkedEnabled(bool enabled) {
  const auto numbers = markedRules();
  if (!numbers.empty()) change([&](PolicyDraft& draft) { draft.setRulesEnabled(numbers, enabled); });
}

void TrafficViewModel::duplicateMarked() {
  const auto numbers = markedRules();
  if (numbers.empty() || m_publishing) return;
  change([&](PolicyDraft& draft) { draft.duplicateRules(numbers); });
  QStringList copies;
  for (std::size_t i = 0; i < numbers.size(); ++i) copies << ruleName(static_cast<int>(numbers[i] + i + 1));
  m_marked.select(copies);
}

void TrafficViewModel::removeMarked() {
  const auto numbers = markedRules();
  if (!numbers.empty()) change([&](PolicyDraft& draft) { draft.removeRules(numbers); });
}

void TrafficViewModel::copyMarked() const {
  const auto numbers = markedRules();
  if (numbers.empty()) return;
  QStringList texts;
  for (const std::size_t number : numbers)
    texts << QString::fromStdString(writeRuleText(m_draft->edited().rules[number])).trimmed();
  const QString many = QStringLiteral("[\n%1\n]").arg(texts.join(QStringLiteral(",\n")));
  QGuiApplication::clipboard()->setText(texts.size() == 1 ? texts.front() : many);
}

void TrafficViewModel::setRuleEnabled(int rule, bool enabled) {
  if (rule >= 0)
    change([&](PolicyDraft& draft) { draft.setRuleEnabled(static_cast<std::size_t>(rule), enabled); });
}

void TrafficViewModel::moveRule(int from, int to) {
  if (from < 0 || to < 0) return;
  change([&](PolicyDraft& draft) {
    draft.moveRule(static_cast<std::size_t>(from), static_cast<std::size_t>(to));
  });
}

void TrafficViewModel::duplicateRule(int rule) {
  if (rule >= 0) change([&](PolicyDraft& draft) { draft.duplicateRule(static_cast<std::size_t>(rule)); });
}

void TrafficViewModel::removeRule(int rule) {
  if (rule >= 0) change([&](PolicyDraft& draft) { draft.removeRule(static_cast<std::size_t>(rule)); });
}

void TrafficViewModel::editRule(int rule) {
  if (!m_draft || m_publishing) return;
  const bool known = !ruleName(rule).isEmpty();
  m_editor.open(m_draft->edited(), known ? rule : -1,
                known ? m_draft->edited().rules[static_cast<std::size_t>(rule)] : freshRule(*m_draft));
  emit editorOpened();
}

void TrafficViewModel::proposeRule(const policy::Rule& rule) {
  if (!m_draft || m_publishing) return;
  policy::Rule proposed = freshRule(*m_draft);
  if (!rule.name.empty()) proposed.name = m_draft->freeName(rule.name);
  if (!rule.when.empty()) proposed.when = rule.when;
  m_editor.open(m_draft->edited(), -1, std::move(proposed));
  emit editorOpened();
}

bool TrafficViewModel::acceptRule() {
  if (!m_draft || m_publishing || !m_editor.isAcceptable()) return false;
  // Not by its number: others may have published, or moved rules in another window, since it was opened.
  const std::vector<policy::Rule>& rules = m_draft->edited().rules;
  const int place = m_editor.placeIn(rules);
  if (!m_editor.mayReplace(place < 0 ? nullptr : &rules[static_cast<std::size_t>(place)])) return false;
  change([&](PolicyDraft& draft) {
    if (place < 0)
      draft.insertRule(0, m_editor.rule());
    else
      draft.replaceRule(static_cast<std::size_t>(place), m_editor.rule());
  });
  selectRule(std::max(0, place));
  return true;
}

}  // namespace halftone::app
