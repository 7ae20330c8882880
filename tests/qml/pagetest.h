// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/application.h"

namespace halftone::test {

// A test of the whole console keeps its settings, drafts and history to itself. Qt's test mode alone gives
// all tests the same place, and the XDG variables do not count in it: only another home does.
template <typename Test>
int runPageTest(int argc, char** argv) {
  const QTemporaryDir home;
  qputenv("HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  app::Application::prepare(application);
  Test test;
  return QTest::qExec(&test, argc, argv);
}

}  // namespace halftone::test

#define HALFTONE_PAGE_TEST_MAIN(Test)                     \
  int main(int argc, char** argv) {                       \
    return halftone::test::runPageTest<Test>(argc, argv); \
  }
