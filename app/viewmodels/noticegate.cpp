// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/noticegate.h"

namespace halftone::app {

bool NoticeGate::admits(const QString& kind, qint64 nowMs) {
  const qint64 begin = nowMs - kWindowMs;
  while (!m_told.empty() && m_told.front() <= begin) m_told.pop_front();
  m_last.removeIf([begin](auto entry) { return entry.value() <= begin; });
  if (m_last.contains(kind)) return false;
  if (m_told.size() >= kMost) {
    ++m_heldBack;
    return false;
  }
  m_heldBack = 0;
  m_last.insert(kind, nowMs);
  m_told.push_back(nowMs);
  return true;
}

}  // namespace halftone::app
