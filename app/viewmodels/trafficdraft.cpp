// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TrafficViewModel that is about the draft: its steps, its words, its rules and splits.
#include <QDateTime>
#include <QScopedValueRollback>
#include <algorithm>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/findingwords.h"
#include "app/viewmodels/linediff.h"
#include "app/viewmodels/policychanges.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

QStringList versionsOf(const policy::Policy& policy) {
  QStringList names;
  for (const auto& [name, version] : policy.versions) names.append(QString::fromStdString(name));
  return names;
}

}  // namespace

QString TrafficViewModel::headline() const {
  if (!m_draft) return {};
  const quint64 revision = latest().base().revision;
  const QString policy = revision == 0 ? tr("policy without a revision") : tr("policy r%1").arg(revision);
  const auto entry = m_history.newest();
  if (!entry || entry->revision != revision) return policy;
  const QDateTime time = QDateTime::fromString(QString::fromStdString(entry->time), Qt::ISODateWithMs);
  const QString who = QString::fromStdString(entry->who);
  const QString why = QString::fromStdString(entry->why);
  const QString ago = formatAgo(time.toMSecsSinceEpoch(), nowMs());
  return why.isEmpty() ? tr("%1 by %2, %3").arg(policy, who, ago)
                       : tr("%1 by %2, %3: “%4”").arg(policy, who, ago, why);
}

QString TrafficViewModel::stickyText() const {
  return m_draft ? stickText(m_draft->edited().defaultRule.stickBy) : QString();
}

QVariantList TrafficViewModel::defaultParts() const {
  return m_draft ? splitParts(m_draft->edited().defaultRule.split) : QVariantList();
}

QString TrafficViewModel::chartText() const {
  if (m_feeds.traffic->series(m_service) != nullptr) return tr("No request has come yet.");
  return tr("No proxy of %1 is heard.").arg(m_service);
}

QString TrafficViewModel::measuredText() const {
  if (m_feeds.traffic->series(m_service) == nullptr) return chartText();
  if (m_decisions == 0)
    return m_selected == PolicyDraft::kDefault ? tr("no request has come to the default yet")
                                               : tr("no request has come to this rule lately");
  return tr("measured over %1 requests in %2 s")
      .arg(formatCount(m_decisions))
      .arg(qMax(1, m_decisionSeconds));
}

QString TrafficViewModel::elseRateText() const {
  if (m_decisionSeconds == 0) return {};
  return tr("%1/s").arg(formatRate(static_cast<double>(m_defaultDecisions) / m_decisionSeconds));
}

void TrafficViewModel::setSpan(double seconds) {
  if (!(seconds >= 60 && seconds <= 900) || m_span == seconds) return;
  m_span = seconds;
  emit spanChanged();
  plot();
}

QString TrafficViewModel::draftText() const {
  if (!isChanged()) return {};
  return tr("Draft: %1").arg(summaryOf(changesBetween(m_draft->inForce(), m_draft->edited())));
}

QString TrafficViewModel::draftShort() const {
  QStringList parts;
  if (isChanged())
    parts << tr("draft: %n changes", nullptr,
                static_cast<int>(changesBetween(m_draft->inForce(), m_draft->edited()).size()));
  for (const auto& [service, parked] : m_parked) {
    if (parked.draft.isChanged()) parts << tr("draft of %1").arg(service);
  }
  return parts.join(QStringLiteral(" · "));
}

void TrafficViewModel::turnToDraft() {
  if (isChanged()) return;
  const auto waiting = std::find_if(m_parked.begin(), m_parked.end(),
                                    [](const auto& parked) { return parked.second.draft.isChanged(); });
  if (waiting != m_parked.end()) setService(QString(waiting->first));
}

QVariantList TrafficViewModel::changes() const {
  QVariantList rows;
  if (!m_draft) return rows;
  for (const PolicyChange& change : changesBetween(m_draft->inForce(), m_draft->edited())) {
    rows.append(QVariantMap{{QStringLiteral("what"), change.what},
                            {QStringLiteral("version"), change.version},
                            {QStringLiteral("before"), change.before},
                            {QStringLiteral("after"), change.after}});
  }
  return rows;
}

QVariantList TrafficViewModel::diff() const {
  if (!isChanged()) return {};
  return diffRows(QString::fromStdString(codec::writePolicy(m_draft->inForce())),
                  QString::fromStdString(codec::writePolicy(m_draft->edited())));
}

QString TrafficViewModel::effectText() const {
  return isChanged() ? effectBetween(m_draft->inForce(), m_draft->edited()) : QString();
}

QString TrafficViewModel::conflictText() const {
  if (!m_newer) return {};
  const quint64 revision = m_newer->base().revision;
  const auto entry = m_history.newest();
  if (!entry || entry->revision != revision)
    return tr("r%1 was published meanwhile. Your draft is kept.").arg(revision);
  return tr("%1 published r%2 meanwhile. Your draft is kept.")
      .arg(QString::fromStdString(entry->who))
      .arg(revision);
}

QString TrafficViewModel::ruleName(int rule) const {
  if (!m_draft || rule < 0 || static_cast<std::size_t>(rule) >= m_draft->edited().rules.size()) return {};
  return QString::fromStdString(m_draft->edited().rules[static_cast<std::size_t>(rule)].name);
}

QString TrafficViewModel::splitTitle() const {
  return m_selected == PolicyDraft::kDefault ? tr("Default split")
                                             : tr("Split of rule “%1”").arg(m_selectedName);
}

void TrafficViewModel::selectRule(int rule) {
  if (!m_draft) return;
  const int known = ruleName(rule).isEmpty() ? PolicyDraft::kDefault : rule;
  if (known == m_selected && ruleName(known) == m_selectedName) return;
  m_selected = known;
  m_selectedName = ruleName(known);
  if (m_marked.current() != m_selectedName) m_marked.choose(m_selectedName);
  {
    const QScopedValueRollback adopting(m_adopting, true);
    m_split.setInForce({}, {}, {});  // locks are of the split that was shown
  }
  showSplit();
  measure();
  emit selectedRuleChanged();
}

void TrafficViewModel::selectRuleByName(const QString& name) {
  for (int i = 0; i < m_rules.count(); ++i) {
    if (ruleName(i) == name) return selectRule(i);
  }
}

void TrafficViewModel::showRevision(int revision) {
  m_history.select(revision);
  emit dialogAsked(QStringLiteral("history"));
}

// The sliders of the rule that is chosen, or of the default.
void TrafficViewModel::showSplit() {
  const QScopedValueRollback adopting(m_adopting, true);
  const policy::Policy& now = latest().inForce();
  const auto same = std::find_if(now.rules.begin(), now.rules.end(), [this](const policy::Rule& rule) {
    return QString::fromStdString(rule.name) == m_selectedName;
  });
  const bool ofRule = m_selected != PolicyDraft::kDefault;
  const std::vector<policy::Share>& wanted = m_draft->split(m_selected);
  const std::vector<policy::Share>& inForce = !ofRule                   ? now.defaultRule.split
                                              : same == now.rules.end() ? wanted
                                                                        : same->split;
  if (!m_split.isDragging()) m_split.reset();
  m_split.setInForce(inForce, QString::fromStdString(now.stable), versionsOf(m_draft->edited()));
  m_split.setWanted(wanted);
}

void TrafficViewModel::showDraft() {
  // The chosen rule keeps its place in the operator's mind by its name, not by its number.
  if (m_selected != PolicyDraft::kDefault && ruleName(m_selected) != m_selectedName) {
    const auto& rules = m_draft->edited().rules;
    const auto same = std::find_if(rules.begin(), rules.end(), [this](const policy::Rule& rule) {
      return QString::fromStdString(rule.name) == m_selectedName;
    });
    m_selected = same == rules.end() ? PolicyDraft::kDefault : static_cast<int>(same - rules.begin());
    m_selectedName = ruleName(m_selected);
    emit selectedRuleChanged();
  }
  showRules();
  showSplit();
  m_checkTimer.start();
  if (m_newer) m_merge.start(m_draft->inForce(), m_draft->edited(), m_newer->inForce());
  emit policyChanged();
  emit draftChanged();
}

void TrafficViewModel::change(const std::function<void(PolicyDraft&)>& step) {
  if (!m_draft || m_publishing) return;
  m_publishError.clear();
  step(*m_draft);
  showDraft();
  emit publishingChanged();
}

void TrafficViewModel::takeSplit() {
  if (m_adopting || !m_draft) return;
  m_draft->setSplit(m_selected, m_split.wanted(),
                    QStringLiteral("%1:%2").arg(m_selected).arg(m_split.gesture()));
  m_rules.setDraft(*m_draft);
  m_publishError.clear();
  m_checkTimer.start();
  if (m_newer) m_merge.start(m_draft->inForce(), m_draft->edited(), m_newer->inForce());
  emit policyChanged();
  emit draftChanged();
  emit publishingChanged();
}

void TrafficViewModel::check() {
  askImpact();
  QStringList lines;
  QHash<int, QString> byRule;
  if (m_draft) {
    for (const policy::Finding& finding : policy::lint(m_draft->edited())) {
      if (isChanged()) lines.append(findingText(finding));
      const QStringList steps = QString::fromStdString(finding.pointer).split(QLatin1Char('/'));
      if (steps.size() < 3 || steps[1] != QLatin1String("rules")) continue;
      QString& text = byRule[steps[2].toInt()];
      text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + findingText(finding.message);
    }
  }
  m_rules.setWarnings(byRule);
  if (lines == m_warnings) return;
  m_warnings = lines;
  emit warningsChanged();
}

void TrafficViewModel::editSettings() {
  if (!m_draft || m_publishing) return;
  m_settings.open(m_draft->edited());
  emit dialogAsked(QStringLiteral("settings"));
}

bool TrafficViewModel::acceptSettings() {
  if (!m_draft || m_publishing || !m_settings.isAcceptable()) return false;
  auto wanted = m_settings.onTopOf(m_draft->edited());
  if (!wanted) return false;
  change([&wanted](PolicyDraft& draft) { draft.edit(*std::move(wanted)); });
  return true;
}

bool TrafficViewModel::takeRevision(int revision) {
  auto policy = m_history.policyOf(revision);
  if (!m_draft || m_publishing || !policy) return false;
  change([&policy](PolicyDraft& draft) { draft.edit(*std::move(policy)); });
  return true;
}

void TrafficViewModel::undo() {
  if (!canUndo()) return;
  if (m_draft->canUndo()) return change([](PolicyDraft& draft) { draft.undo(); });
  Conflict before = *std::exchange(m_settled, std::nullopt);
  m_draft = std::move(before.draft);
  m_newer = std::move(before.newer);
  showDraft();
}

void TrafficViewModel::redo() {
  if (canRedo()) change([](PolicyDraft& draft) { draft.redo(); });
}

void TrafficViewModel::discard() {
  if (!m_draft || m_publishing) return;
  m_publishError.clear();
  if (m_newer)
    settle(*m_newer);
  else
    change([](PolicyDraft& draft) { draft.discard(); });
  emit publishingChanged();
}

bool TrafficViewModel::acceptMerge() {
  const std::optional<policy::Policy> merged = m_merge.result();
  if (!m_draft || !m_newer || m_publishing || !merged) return false;
  m_publishError.clear();
  PolicyDraft draft = *m_newer;
  draft.edit(*merged);
  settle(std::move(draft));
  emit publishingChanged();
  return true;
}

// Goes on from what somebody else has published; undo leads back to the conflict.
void TrafficViewModel::settle(PolicyDraft draft) {
  Conflict before{*m_draft, m_newer};
  adopt(std::move(draft));
  m_settled = std::move(before);
  emit draftChanged();
}

}  // namespace halftone::app
