// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/ruleeditor.h"

#include <QScopedValueRollback>
#include <algorithm>

#include "app/viewmodels/findingwords.h"
#include "app/viewmodels/policychanges.h"
#include "backend/policy/names.h"

namespace halftone::app {

namespace {

constexpr int kMaxOffers = 12;

QStringList versionsOf(const policy::Policy& policy) {
  QStringList names;
  for (const auto& [name, version] : policy.versions) names.append(QString::fromStdString(name));
  return names;
}

QStringList likeTyped(const QStringList& all, const QString& typed) {
  QStringList begins;
  QStringList contains;
  for (const QString& one : all) {
    if (one.compare(typed, Qt::CaseInsensitive) == 0) continue;
    if (one.startsWith(typed, Qt::CaseInsensitive))
      begins.append(one);
    else if (one.contains(typed, Qt::CaseInsensitive))
      contains.append(one);
  }
  return (begins + contains).mid(0, kMaxOffers);
}

}  // namespace

RuleEditor::RuleEditor(QObject* parent) : QObject(parent) {
  connect(&m_conditions, &ConditionModel::edited, this, [this] {
    m_rule.when = m_conditions.conditions();
    takeForm();
  });
  connect(&m_split, &SplitModel::weightsChanged, this, [this] {
    if (m_showing) return;
    m_rule.split = m_split.wanted();
    takeForm();
  });
}

void RuleEditor::open(const policy::Policy& policy, int number, policy::Rule rule) {
  m_policy = policy;
  m_number = number;
  m_originalName = number < 0 ? QString() : QString::fromStdString(rule.name);
  m_original = number < 0 ? std::nullopt : std::optional(rule);
  m_meanwhile = Meanwhile::Same;
  m_rule = std::move(rule);
  const bool known = number >= 0 && static_cast<std::size_t>(number) < policy.rules.size();
  {
    const QScopedValueRollback showing(m_showing, true);
    m_split.reset();
    m_split.setInForce(known ? policy.rules[static_cast<std::size_t>(number)].split : m_rule.split,
                       QString::fromStdString(policy.stable), versionsOf(policy));
  }
  showForm();
  takeForm();
  m_opened = m_text;
  emit textChanged();
}

int RuleEditor::placeIn(const std::vector<policy::Rule>& rules) const {
  const auto found = std::find_if(rules.begin(), rules.end(), [this](const policy::Rule& rule) {
    return QString::fromStdString(rule.name) == m_originalName;
  });
  return isNew() || found == rules.end() ? -1 : static_cast<int>(found - rules.begin());
}

bool RuleEditor::mayReplace(const policy::Rule* now) {
  const auto current = now == nullptr ? std::nullopt : std::optional(*now);
  if (current == m_original) return true;
  m_original = current;
  m_meanwhile = current ? Meanwhile::Changed : Meanwhile::Gone;
  emit changed();
  return false;
}

QString RuleEditor::meanwhile() const {
  switch (m_meanwhile) {
    case Meanwhile::Changed:
      return tr("The rule was changed meanwhile. Take once more, and yours takes its place.");
    case Meanwhile::Gone:
      return tr("The rule is gone meanwhile. Take once more, and yours is added anew.");
    case Meanwhile::Same:
      break;
  }
  return {};
}

QString RuleEditor::title() const {
  return m_number < 0 ? tr("New rule") : tr("Rule “%1”").arg(m_originalName);
}

void RuleEditor::setName(const QString& name) {
  if (name == this->name()) return;
  m_rule.name = name.toStdString();
  takeForm();
}

void RuleEditor::setRuleOn(bool on) {
  if (on == m_rule.enabled) return;
  m_rule.enabled = on;
  takeForm();
}

QString RuleEditor::stickBy() const {
  if (!m_rule.stickBy) return {};
  const QString text = QString::fromStdString(policy::toString(*m_rule.stickBy));
  const qsizetype colon = text.indexOf(QLatin1Char(':'));
  return colon < 0 ? text : text.left(colon + 1);
}

void RuleEditor::setStickBy(const QString& kind) {
  if (kind == stickBy()) return;
  const QString name = stickName();
  m_rule.stickBy =
      policy::parseStickyKey((kind.endsWith(QLatin1Char(':')) ? kind + name : kind).toStdString());
  takeForm();
}

int RuleEditor::stickIndex() const {
  const QVariantList choices = stickChoices();
  for (int i = 0; i < choices.size(); ++i) {
    if (choices[i].toMap().value(QStringLiteral("value")).toString() == stickBy()) return i;
  }
  return -1;
}

QString RuleEditor::stickName() const {
  return m_rule.stickBy ? QString::fromStdString(m_rule.stickBy->name) : QString();
}

void RuleEditor::setStickName(const QString& name) {
  if (!m_rule.stickBy || name == stickName()) return;
  m_rule.stickBy->name = name.trimmed().toStdString();
  takeForm();
}

QVariantList RuleEditor::stickChoices() const {
  QVariantList list{
      QVariantMap{{QStringLiteral("value"), QString()}, {QStringLiteral("text"), tr("as the default")}}};
  for (const std::string_view key : policy::stickyKeyWords()) {
    const QString word = QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
    list.append(
        QVariantMap{{QStringLiteral("value"), word},
                    {QStringLiteral("text"), word.endsWith(QLatin1Char(':')) ? word.chopped(1) : word}});
  }
  return list;
}

// The form has the newest word: the text follows it.
void RuleEditor::takeForm() {
  m_text = QString::fromStdString(writeRuleText(m_rule));
  m_textAhead = false;
  emit changed();
  emit textChanged();
  setProblems(readRuleText(m_text.toStdString(), m_policy).problems);
}

void RuleEditor::setText(const QString& text) {
  if (text == m_text) return;
  m_text = text;
  RuleReading reading = readRuleText(text.toStdString(), m_policy);
  m_textAhead = !reading.rule.has_value();
  if (reading.rule) {
    m_rule = *std::move(reading.rule);
    showForm();
  }
  emit textChanged();
  setProblems(std::move(reading.problems));
}

void RuleEditor::showForm() {
  const QScopedValueRollback showing(m_showing, true);
  m_conditions.setConditions(m_rule.when);
  m_split.setWanted(m_rule.split);
  emit changed();
}

void RuleEditor::setProblems(std::vector<TextProblem> problems) {
  m_problems = std::move(problems);
  std::vector<std::pair<std::string, QString>> byPointer;
  for (const TextProblem& problem : m_problems)
    byPointer.emplace_back(problem.pointer, findingText(problem.message));
  m_conditions.setProblems(byPointer);
  emit problemsChanged();
}

QVariantList RuleEditor::problems() const {
  QVariantList list;
  for (const TextProblem& problem : m_problems) {
    list.append(QVariantMap{{QStringLiteral("line"), problem.place.line},
                            {QStringLiteral("column"), problem.place.column},
                            {QStringLiteral("offset"), problem.place.offset},
                            {QStringLiteral("length"), problem.place.length},
                            {QStringLiteral("message"), findingText(problem.message)}});
  }
  return list;
}

QStringList RuleEditor::namesLike(const QString& kind, const QString& typed) const {
  return m_completion.names ? likeTyped(m_completion.names(kind), typed) : QStringList();
}

QStringList RuleEditor::valuesLike(int row, const QString& typed) const {
  if (!m_completion.values) return {};
  const QString last = typed.mid(typed.lastIndexOf(QLatin1Char(',')) + 1).trimmed();
  return likeTyped(m_completion.values(m_conditions.attributeOf(row)), last);
}

void RuleEditor::retranslate() {
  m_conditions.retranslate();
  m_split.retranslate();
  setProblems(m_problems);
  emit changed();
}

}  // namespace halftone::app
