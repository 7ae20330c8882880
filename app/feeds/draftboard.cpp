// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/draftboard.h"

#include <utility>

namespace halftone::app {

void DraftBoard::put(const QString& service, std::shared_ptr<const policy::Policy> draft) {
  if (draft == nullptr && !m_drafts.contains(service)) return;
  if (draft == nullptr)
    m_drafts.erase(service);
  else
    m_drafts[service] = std::move(draft);
  emit changed(service);
}

std::shared_ptr<const policy::Policy> DraftBoard::draft(const QString& service) const {
  const auto found = m_drafts.find(service);
  return found == m_drafts.end() ? nullptr : found->second;
}

}  // namespace halftone::app
