// SPDX-License-Identifier: GPL-3.0-or-later
// The part of KvViewModel that is words and the past: what a key is, who changed it when, and what differs.
#include <QDateTime>

#include "app/feeds/clock.h"
#include "app/feeds/identityfeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/kvviewmodel.h"
#include "app/viewmodels/linediff.h"

namespace halftone::app {

namespace {

constexpr int kRevisions = 100;
constexpr int kActs = 500;

QString fromUtf8(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

QString ago(const std::string& time) {
  const QDateTime at = QDateTime::fromString(fromUtf8(time), Qt::ISODateWithMs);
  return at.isValid() ? formatAgo(at.toMSecsSinceEpoch(), nowMs()) : fromUtf8(time);
}

// Consul's values end at 512 KB: megabytes say nothing of them.
QString sizeText(std::size_t bytes) {
  constexpr std::size_t kKilobyte = 1024;
  if (bytes < kKilobyte) return KvViewModel::tr("%n byte(s)", nullptr, static_cast<int>(bytes));
  return KvViewModel::tr("%1 KB").arg(formatCount((bytes + kKilobyte - 1) / kKilobyte));
}

}  // namespace

std::string KvViewModel::policyService() const {
  const std::string key = m_selected.toStdString();
  return key.starts_with(store::kPolicyPrefix) ? key.substr(store::kPolicyPrefix.size()) : std::string();
}

QString KvViewModel::conflictText() const {
  if (!m_conflict) return {};
  if (!m_seen) return tr("Somebody deleted this key while you edited it. Your text is kept.");
  if (isPolicyKey() && !m_revisions.empty() && m_revisions.front().revision == m_seen->flags) {
    return tr("%1 published r%2 while you edited. Both texts are kept.")
        .arg(fromUtf8(m_revisions.front().who))
        .arg(m_seen->flags);
  }
  return tr("Somebody else saved this key while you edited it. Both texts are kept.");
}

QString KvViewModel::theirs() const {
  return m_conflict && m_seen ? presentText() : QString();
}

QString KvViewModel::about() const {
  if (m_selected.isEmpty()) return {};
  if (!m_loaded) return m_unread.isEmpty() ? tr("Reading…") : tr("The key cannot be read: %1").arg(m_unread);
  if (!m_seen) return tr("There is no such key.");
  QStringList parts{sizeText(m_seen->value.size()), tr("index %1").arg(m_seen->modifyIndex)};
  if (isPolicyKey() && m_seen->flags != 0) {
    parts << tr("revision %1").arg(m_seen->flags);
  } else if (m_seen->flags != 0) {
    parts << tr("flags %1").arg(m_seen->flags);
  }
  if (!m_seen->session.empty()) parts << tr("locked by session %1").arg(fromUtf8(m_seen->session).left(8));
  return parts.join(QStringLiteral("  ·  "));
}

QString KvViewModel::kindText() const {
  if (!m_base) return {};
  switch (m_value.kind) {
    case KvValue::Kind::Binary:
      return tr("Binary: shown as bytes, not to be edited here.");
    case KvValue::Kind::TooLarge:
      return tr("Over %1: only its beginning is shown.").arg(sizeText(KvValue::kMaxEditedBytes));
    case KvValue::Kind::Unkept:
      return tr("Holds characters that an editor would change: shown, not to be edited here.");
    case KvValue::Kind::Json:
    case KvValue::Kind::Text:
      break;
  }
  if (!isJson()) return tr("Text");
  return problem().isEmpty() ? tr("Valid JSON") : tr("No valid JSON");
}

QString KvViewModel::problem() const {
  return isEditable() && isJson() ? jsonProblem(m_text) : QString();
}

QString KvViewModel::historyTitle() const {
  return isPolicyKey() ? tr("Revisions of %1").arg(fromUtf8(policyService())) : tr("Changes of this key");
}

QString KvViewModel::historyEmpty() const {
  if (m_history->count() > 0 || m_selected.isEmpty()) return {};
  return isPolicyKey() ? tr("No revision yet.") : tr("No change by Halftone so far.");
}

bool KvViewModel::canRestore() const {
  return isPolicyKey() && !m_revision.isEmpty() && !m_diff.isEmpty() && !m_busy && !isChanged();
}

void KvViewModel::loadHistory() {
  const QString key = m_selected;
  const std::string service = policyService();
  if (!service.empty()) {
    m_policies.history(service, kRevisions, this,
                       [this, key](const Result<std::vector<store::HistoryEntry>>& entries) {
                         if (key != m_selected || !entries) return;
                         m_revisions = *entries;
                         showHistory();
                       });
    return;
  }
  m_audit.list(kActs, this, [this, key](const Result<std::vector<store::AuditEntry>>& acts) {
    if (key != m_selected || !acts) return;
    m_acts.clear();
    for (const store::AuditEntry& act : *acts) {
      if (act.object == key.toStdString()) m_acts.push_back(act);
    }
    showHistory();
  });
}

void KvViewModel::showHistory() {
  std::vector<RecordModel::Record> records;
  for (const store::HistoryEntry& entry : m_revisions) {
    const bool present = m_seen && m_seen->flags == entry.revision;
    const QString title = entry.restores > 0 ? tr("r%1, back to r%2").arg(entry.revision).arg(entry.restores)
                                             : tr("r%1").arg(entry.revision);
    records.push_back({QString::number(entry.revision), title,
                       tr("%1, %2").arg(fromUtf8(entry.who), fromUtf8(entry.from)), fromUtf8(entry.why),
                       ago(entry.time), present});
  }
  for (const store::AuditEntry& act : m_acts) {
    const QString title = act.action == "kv create"   ? tr("created")
                          : act.action == "kv put"    ? tr("saved")
                          : act.action == "kv delete" ? tr("deleted")
                                                      : fromUtf8(act.action);
    records.push_back({fromUtf8(act.key), title, tr("%1, %2").arg(fromUtf8(act.who), fromUtf8(act.from)),
                       fromUtf8(act.why), ago(act.time), false});
  }
  m_history->setRecords(std::move(records));
  emit historyChanged();
  emit valueChanged();  // a conflict names who
}

void KvViewModel::showRevision(const QString& revision) {
  m_revision = m_revision == revision || !isPolicyKey() ? QString() : revision;
  updateDiff();
}

void KvViewModel::updateDiff() {
  m_diff.clear();
  for (const store::HistoryEntry& entry : m_revisions) {
    if (QString::number(entry.revision) == m_revision) m_diff = diffRows(fromUtf8(entry.text), presentText());
  }
  emit historyChanged();
}

void KvViewModel::restore(const QString& why) {
  if (!canRestore() || !m_seen) return;
  begin();
  const store::Rollback rollback{policyService(), m_revision.toULongLong(), m_seen->modifyIndex,
                                 m_seen->flags,   m_who->actor(),           why.trimmed().toStdString()};
  m_policies.rollback(rollback, this, [this, key = m_selected](const Result<store::StoredPolicy>& stored) {
    if (!stored) return settle(key, stored.error());
    m_revision.clear();
    saved(stored->modifyIndex, stored->revision, key, stored->text);
  });
}

}  // namespace halftone::app
