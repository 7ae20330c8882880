// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/kvdrafts.h"

namespace halftone::app {

KvDrafts::KvDrafts(const QString& folder, const QString& cluster)
    : m_disk(folder), m_cluster(cluster.toStdString()) {}

Result<void> KvDrafts::keep(const KvDraft& draft) {
  const consul::KvEntry& base = draft.base;
  m_drafts[QString::fromStdString(base.key)] = draft;
  return m_disk.save({m_cluster,
                      base.key,
                      {},
                      {base.key, base.value, base.flags, base.modifyIndex},
                      draft.text.toStdString()});
}

void KvDrafts::forget(const QString& key) {
  m_drafts.erase(key);
  (void)m_disk.remove(m_cluster, key.toStdString());
}

std::optional<KvDraft> KvDrafts::find(const QString& key) const {
  if (const auto found = m_drafts.find(key); found != m_drafts.end()) return found->second;
  const Result<store::Draft> draft = m_disk.load(m_cluster, key.toStdString());
  if (!draft) return std::nullopt;
  KvDraft kept;
  kept.base.key = key.toStdString();
  kept.base.value = draft->base.text;
  kept.base.flags = draft->base.revision;
  kept.base.modifyIndex = draft->base.modifyIndex;
  kept.text = QString::fromStdString(draft->text);
  return kept;
}

}  // namespace halftone::app
