// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/pageviewmodel.h"

namespace halftone::app {

PageViewModel::PageViewModel(QObject* parent) : QObject(parent) {}

void PageViewModel::setShown(bool shown) {
  if (m_shown == shown) return;
  m_shown = shown;
  emit shownChanged();
}

void PageViewModel::setState(State state, const QString& text) {
  if (m_state == state && m_stateText == text) return;
  m_state = state;
  m_stateText = text;
  emit stateChanged();
}

}  // namespace halftone::app
