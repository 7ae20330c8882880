// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QTest>

#include "server/net/epolldispatcher.h"

// The main function of a test without a screen that is to run on both event loops: Qt's own, as the console
// has it, and with HALFTONE_TEST_LOOP=epoll the roles' (server/net). CMake: halftone_test_epoll().
#define HALFTONE_TEST_MAIN(TestClass)                                           \
  int main(int argc, char* argv[]) {                                            \
    if (qEnvironmentVariable("HALFTONE_TEST_LOOP") == QLatin1String("epoll")) { \
      QCoreApplication::setEventDispatcher(new halftone::net::EpollDispatcher); \
    }                                                                           \
    const QCoreApplication application(argc, argv);                             \
    TestClass test;                                                             \
    return QTest::qExec(&test, argc, argv);                                     \
  }
