// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TrafficViewModel that is about the draft: its words, and how it becomes the policy in force.
#include <QDateTime>

#include "app/feeds/policyfeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

constexpr std::chrono::seconds kSuccessShown{8};

}  // namespace

QString TrafficViewModel::headline() const {
  if (!m_draft) return {};
  const quint64 revision = (m_newer ? *m_newer : *m_draft).base().revision;
  const QString policy = revision == 0 ? tr("policy without a revision") : tr("policy r%1").arg(revision);
  if (!m_history || m_history->revision != revision) return policy;
  const QDateTime time = QDateTime::fromString(QString::fromStdString(m_history->time), Qt::ISODateWithMs);
  const QString who = QString::fromStdString(m_history->who);
  const QString why = QString::fromStdString(m_history->why);
  const QString ago = formatAgo(time.toMSecsSinceEpoch(), QDateTime::currentMSecsSinceEpoch());
  return why.isEmpty() ? tr("%1 by %2, %3").arg(policy, who, ago)
                       : tr("%1 by %2, %3: “%4”").arg(policy, who, ago, why);
}

QString TrafficViewModel::stickyText() const {
  return m_draft ? stickText(m_draft->inForce().defaultRule.stickBy) : QString();
}

QVariantList TrafficViewModel::defaultParts() const {
  return m_draft ? splitParts(m_draft->inForce().defaultRule.split) : QVariantList();
}

QString TrafficViewModel::measuredText() const {
  if (m_decisions == 0) return tr("no request has come to the default yet");
  return tr("measured over %1 requests in %2 s")
      .arg(formatCount(m_decisions))
      .arg(qMax(1, m_decisionSeconds));
}

QString TrafficViewModel::elseRateText() const {
  if (m_decisionSeconds == 0) return {};
  return tr("%1/s").arg(formatRate(static_cast<double>(m_decisions) / m_decisionSeconds));
}

void TrafficViewModel::setSpan(double seconds) {
  if (m_span == seconds) return;
  m_span = seconds;
  emit spanChanged();
  plot();
}

QString TrafficViewModel::draftText() const {
  return isChanged() ? tr("Draft: %1").arg(m_draft->summary()) : QString();
}

QString TrafficViewModel::draftShort() const {
  return isChanged() ? tr("draft: %n changes", nullptr, static_cast<int>(m_draft->changes().size()))
                     : QString();
}

QVariantList TrafficViewModel::changes() const {
  QVariantList rows;
  if (!m_draft) return rows;
  for (const DraftChange& change : m_draft->changes()) {
    rows.append(QVariantMap{{QStringLiteral("what"), change.what},
                            {QStringLiteral("version"), change.version},
                            {QStringLiteral("before"), change.before},
                            {QStringLiteral("after"), change.after}});
  }
  return rows;
}

QStringList TrafficViewModel::warnings() const {
  QStringList lines;
  if (!isChanged()) return lines;
  for (const policy::Finding& finding : policy::lint(m_draft->edited())) {
    lines.append(QStringLiteral("%1: %2").arg(QString::fromStdString(finding.pointer),
                                              QString::fromStdString(finding.message)));
  }
  return lines;
}

QString TrafficViewModel::effectText() const {
  return isChanged() ? m_draft->effect() : QString();
}

QString TrafficViewModel::conflictText() const {
  if (!m_newer) return {};
  const quint64 revision = m_newer->base().revision;
  if (!m_history || m_history->revision != revision)
    return tr("r%1 was published meanwhile. Your draft is kept.").arg(revision);
  return tr("%1 published r%2 meanwhile. Your draft is kept.")
      .arg(QString::fromStdString(m_history->who))
      .arg(revision);
}

void TrafficViewModel::setRuleEnabled(int rule, bool enabled) {
  if (!m_draft || rule < 0) return;
  m_draft->setRuleEnabled(static_cast<std::size_t>(rule), enabled);
  m_rules.refresh();
  emit draftChanged();
}

void TrafficViewModel::discard() {
  if (!m_draft || m_publishing) return;
  m_publishError.clear();
  PolicyDraft draft = m_newer ? *m_newer : *m_draft;
  draft.discard();
  adopt(std::move(draft));
  emit publishingChanged();
}

void TrafficViewModel::rebase() {
  if (!m_draft || !m_newer || m_publishing) return;
  m_publishError.clear();
  adopt(m_draft->onTopOf(*m_newer));
  emit publishingChanged();
}

void TrafficViewModel::publish(const QString& message) {
  if (!isChanged() || m_publishing || m_newer) return;
  m_publishing = true;
  m_publishError.clear();
  m_successText.clear();
  emit publishingChanged();
  store::Publication publication;
  publication.policy = m_draft->edited();
  publication.baseModifyIndex = m_draft->base().modifyIndex;
  publication.baseRevision = m_draft->base().revision;
  publication.actor = store::Actor::ofThisProcess("console");
  publication.why = message.trimmed().toStdString();
  m_store.publish(publication, this,
                  [this](const Result<store::StoredPolicy>& result) { endPublish(result); });
}

void TrafficViewModel::endPublish(const Result<store::StoredPolicy>& result) {
  m_publishing = false;
  if (result) {
    m_successText = tr("Published as r%1.").arg(result->revision);
    m_successTimer.start(kSuccessShown);
    m_draft->discard();
    // The watch may already have told of this policy, or of a newer one.
    const std::optional<store::StoredPolicy> watched = m_feeds.policies->policy(m_service);
    const bool newer = watched && watched->modifyIndex >= result->modifyIndex;
    if (auto draft = PolicyDraft::of(newer ? *watched : *result)) adopt(*std::move(draft));
    loadHistory();
    emit published();
  } else {
    m_publishError = result.error().code == ErrorCode::Conflict
                         ? tr("Somebody else has published first. Nothing was written; your draft is kept.")
                         : tr("Not published: %1").arg(QString::fromStdString(result.error().toString()));
    takePolicy();
  }
  emit publishingChanged();
}

}  // namespace halftone::app
