// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtQuickTest/quicktest.h>
#include <QApplication>
#include <QQmlEngine>

#include "app/application.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/versioncolors.h"
#include "tests/qml/testsplit.h"

// Gives each engine of a quick test what the application gives its own.
class Setup : public QObject {
  Q_OBJECT

 public slots:
  void qmlEngineAvailable(QQmlEngine* engine) {
    auto* session = new halftone::app::Session(engine);
    auto* colors = new halftone::app::VersionColors(engine);
    colors->add({QStringLiteral("v1"), QStringLiteral("v2"), QStringLiteral("v3")});
    session->provideTo(engine);
    colors->provideTo(engine);
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);  // charts are widgets
  halftone::app::Application::prepare(application);
  qmlRegisterType<TestSplit>("Halftone.Test", 1, 0, "TestSplit");
  Setup setup;
  return quick_test_main_with_setup(argc, argv, "halftone", QUICK_TEST_SOURCE_DIR, &setup);
}

#include "main.moc"
