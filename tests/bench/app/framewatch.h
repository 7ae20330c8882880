// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QQuickItem>
#include <QQuickWindow>
#include <chrono>
#include <functional>
#include <vector>

namespace halftone::bench {

// The visible item of this objectName, delegates included; null if there is none.
[[nodiscard]] QQuickItem* find(QQuickItem* below, const QString& name);

// How a window was drawn for some seconds.
struct FrameTimes {
  double seconds = 0;
  std::vector<double> frames;  // milliseconds between two frames, sorted
  double cpuShare = 0;         // of one core, all threads
};

// Notes when a window has drawn a frame, from now on. GUI thread, and no longer than the window.
class FrameWatch : public QObject {
 public:
  explicit FrameWatch(QQuickWindow* window);
  [[nodiscard]] FrameTimes times() const;

 private:
  QElapsedTimer m_clock;
  QElapsedTimer m_sinceFrame;
  double m_spentBefore;
  std::vector<double> m_frames;
};

// Run the event loop as the program does; QTest's waiting sleeps 10 ms between events. The second one until
// the condition holds, and tells whether it came to that.
void runFor(std::chrono::milliseconds time);
[[nodiscard]] bool runUntil(const std::function<bool()>& condition, std::chrono::milliseconds patience);

// Turns the wheel over an item of a shown window, downwards and then back, by the X server's own events
// (xdotool), like a hand in a hurry: thirty notches a second. Empty if xdotool fails.
[[nodiscard]] FrameTimes scrollByWheel(QQuickItem* view);

}  // namespace halftone::bench
