// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTest>

#include "server/net/epolldispatcher.h"

// A main for tests that use server/net in their own process.
#define HALFTONE_EPOLL_TEST_MAIN(TestObject)                                  \
  int main(int argc, char* argv[]) {                                          \
    QCoreApplication::setEventDispatcher(new halftone::net::EpollDispatcher); \
    const QCoreApplication application(argc, argv);                           \
    TestObject test;                                                          \
    return QTest::qExec(&test, argc, argv);                                   \
  }
