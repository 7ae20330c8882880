// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <deque>

namespace halftone::app {

// Keeps notices from becoming a flood: one of a kind in a minute, and no more than five in a minute in all.
// A value without clock.
class NoticeGate {
 public:
  static constexpr qint64 kWindowMs = 60'000;
  static constexpr std::size_t kMost = 5;

  // Whether a notice of this kind ("down chat-2") may be told at `nowMs`; times must not go back.
  [[nodiscard]] bool admits(const QString& kind, qint64 nowMs);
  // How many were held back since the last one that was admitted for its number, not its kind.
  [[nodiscard]] int heldBack() const { return m_heldBack; }

 private:
  QHash<QString, qint64> m_last;  // of each kind, within the window
  std::deque<qint64> m_told;
  int m_heldBack = 0;
};

}  // namespace halftone::app
