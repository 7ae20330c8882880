// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TrafficViewModel that takes drafts from elsewhere: from the disk, and from other windows.
#include <utility>

#include "app/feeds/draftboard.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

bool TrafficViewModel::restoreDraft(const store::Draft& kept) {
  if (!m_draft || isChanged() || m_newer || kept.service != m_service.toStdString()) return false;
  auto draft = PolicyDraft::of(kept.base);
  auto edited = codec::readPolicy(kept.text);
  if (!draft || !edited || *edited == m_draft->inForce()) return false;
  const bool sameBase = kept.base.modifyIndex == m_draft->base().modifyIndex;
  PolicyDraft inForce = *std::move(m_draft);
  m_draft = *std::move(draft);
  m_draft->edit(*std::move(edited));
  m_draft->restoreSteps(kept.undo, kept.redo);
  if (!sameBase) m_newer = std::move(inForce);
  showDraft();
  emit policyChanged();
  emit draftChanged();
  return true;
}

bool TrafficViewModel::share(const TrafficViewModel& other) {
  const auto index = [](const std::optional<PolicyDraft>& draft) {
    return draft ? draft->base().modifyIndex : 0;
  };
  if (other.m_service != m_service || !other.m_draft) return false;
  const bool same = m_draft && index(m_draft) == index(other.m_draft) &&
                    index(m_newer) == index(other.m_newer) && m_draft->edited() == other.m_draft->edited() &&
                    m_publishing == other.m_publishing;
  if (publishesHere() || same) return false;
  const bool sameInForce = m_draft && latest().base().modifyIndex == other.latest().base().modifyIndex;
  m_draft = other.m_draft;
  m_newer = other.m_newer;
  m_settled = other.m_settled;
  m_publishing = m_elsewhere = other.m_publishing;
  m_publishError.clear();
  if (!sameInForce) m_history.setInForce(latest().base());
  if (!m_newer) m_merge.clear();
  showDraft();
  emit publishingChanged();
  return true;
}

void TrafficViewModel::outlive() {
  if (!std::exchange(m_elsewhere, false)) return;
  m_publishing = false;
  takePolicy();
  emit draftChanged();
  emit publishingChanged();
}

void TrafficViewModel::showOthers() {
  if (!m_draft) return;
  m_feeds.drafts->put(m_service,
                      isChanged() ? std::make_shared<const policy::Policy>(m_draft->edited()) : nullptr);
}

}  // namespace halftone::app
