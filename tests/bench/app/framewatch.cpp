// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/app/framewatch.h"

#include <QDebug>
#include <QEventLoop>
#include <QProcess>
#include <QQuickItem>
#include <QTimer>
#include <algorithm>

#include "tests/bench/app/measures.h"

namespace halftone::bench {

namespace {

constexpr int kNotches = 120;  // in each direction
constexpr int kNotchMs = 33;
constexpr std::chrono::milliseconds kLook{5};
constexpr std::chrono::milliseconds kScrollPatience{30'000};

}  // namespace

QQuickItem* find(QQuickItem* below, const QString& name) {
  if (!below->isVisible()) return nullptr;
  if (below->objectName() == name) return below;
  for (QQuickItem* child : below->childItems()) {
    if (QQuickItem* found = find(child, name)) return found;
  }
  return nullptr;
}

FrameWatch::FrameWatch(QQuickWindow* window) : m_spentBefore(cpuSeconds()) {
  m_clock.start();
  connect(window, &QQuickWindow::frameSwapped, this, [this] {
    if (m_sinceFrame.isValid()) m_frames.push_back(static_cast<double>(m_sinceFrame.nsecsElapsed()) / 1e6);
    m_sinceFrame.start();
  });
}

FrameTimes FrameWatch::times() const {
  FrameTimes times;
  times.seconds = static_cast<double>(m_clock.nsecsElapsed()) / 1e9;
  times.cpuShare = (cpuSeconds() - m_spentBefore) / times.seconds;
  times.frames = m_frames;
  std::sort(times.frames.begin(), times.frames.end());
  return times;
}

void runFor(std::chrono::milliseconds time) {
  QEventLoop loop;
  QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
  loop.exec();
}

bool runUntil(const std::function<bool()>& condition, std::chrono::milliseconds patience) {
  QEventLoop loop;
  QTimer look;
  look.callOnTimeout(&loop, [&] {
    if (condition()) loop.exit(1);
  });
  look.start(kLook);
  QTimer::singleShot(patience, &loop, &QEventLoop::quit);
  return loop.exec() == 1;
}

FrameTimes scrollByWheel(QQuickItem* view) {
  const QPointF centre = view->mapToGlobal(QPointF(view->width() / 2, view->height() / 2));
  const QString notches = QString::number(kNotches);
  const QString pause = QString::number(kNotchMs);
  const auto turn = [&notches, &pause](const char* button) {
    return QStringList{
        QStringLiteral("click"),    QStringLiteral("--repeat"), notches, QStringLiteral("--delay"), pause,
        QString::fromLatin1(button)};
  };
  QProcess hand;
  FrameWatch watch(view->window());
  hand.start(QStringLiteral("xdotool"),
             QStringList{QStringLiteral("mousemove"), QString::number(qRound(centre.x())),
                         QString::number(qRound(centre.y()))} +
                 turn("5") + turn("4"));
  const bool isOver = runUntil([&hand] { return hand.state() == QProcess::NotRunning; }, kScrollPatience);
  if (!isOver || hand.exitCode() != 0) {
    qWarning() << "xdotool:" << hand.errorString() << hand.readAllStandardError();
    return {};
  }
  return watch.times();
}

}  // namespace halftone::bench
