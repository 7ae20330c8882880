// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTest>
#include <QTimer>

#include "server/net/epolldispatcher.h"

// Lets the event loop turn, blocking in the system as in production, until the condition holds or the time is
// over. (QTRY_VERIFY polls every 10 ms and never blocks in the dispatcher.)
template <typename Condition>
[[nodiscard]] bool turnsUntil(Condition condition, int milliseconds = 10'000) {
  bool isOver = false;
  QTimer deadline;
  deadline.callOnTimeout([&isOver] { isOver = true; });
  deadline.start(milliseconds);
  while (!isOver && !condition()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  return condition();
}

// As QTEST_GUILESS_MAIN, but the application runs on an EpollDispatcher.
#define HALFTONE_EPOLL_TEST_MAIN(TestClass)                                   \
  int main(int argc, char* argv[]) {                                          \
    QCoreApplication::setEventDispatcher(new halftone::net::EpollDispatcher); \
    const QCoreApplication application(argc, argv);                           \
    TestClass test;                                                           \
    return QTest::qExec(&test, argc, argv);                                   \
  }
