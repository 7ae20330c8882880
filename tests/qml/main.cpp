// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtQuickTest/quicktest.h>
#include <QAccessible>
#include <QApplication>
#include <QQmlEngine>
#include <QStyleHints>

#include "app/application.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/versioncolors.h"
#include "tests/qml/testparts.h"
#include "tests/qml/testsplit.h"

// Gives each engine of a quick test what the application gives its own.
class Setup : public QObject {
  Q_OBJECT

 public slots:
  void qmlEngineAvailable(QQmlEngine* engine) {
    auto* session = new halftone::app::Session(engine);
    auto* colors = new halftone::app::VersionColors(engine);
    QStringList versions;
    for (int number = 1; number <= 12; ++number) versions << QStringLiteral("v%1").arg(number);
    colors->add(versions);
    session->provideTo(engine);
    colors->provideTo(engine);
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);  // charts are widgets
  halftone::app::Application::prepare(application);
  QGuiApplication::styleHints()->setUseHoverEffects(true);  // as on a desktop
  QAccessible::setActive(true);  // as with a screen reader: else controls do not say what they are
  qmlRegisterType<TestSplit>("Halftone.Test", 1, 0, "TestSplit");
  qmlRegisterType<TestPage>("Halftone.Test", 1, 0, "TestPage");
  qmlRegisterType<TestTable>("Halftone.Test", 1, 0, "TestTable");
  qmlRegisterType<TestCommands>("Halftone.Test", 1, 0, "TestCommands");
  qmlRegisterType<TestNotices>("Halftone.Test", 1, 0, "TestNotices");
  qmlRegisterType<TestCurves>("Halftone.Test", 1, 0, "TestCurves");
  qmlRegisterSingletonType<TestEyes>("Halftone.Test", 1, 0, "TestEyes",
                                     [](QQmlEngine*, QJSEngine*) { return new TestEyes; });
  qmlRegisterSingletonType<TestAccess>("Halftone.Test", 1, 0, "TestAccess",
                                       [](QQmlEngine*, QJSEngine*) { return new TestAccess; });
  qmlRegisterSingletonType<TestCluster>(
      "Halftone.Test", 1, 0, "TestCluster",
      [](QQmlEngine* engine, QJSEngine*) { return new TestCluster(engine); });
  Setup setup;
  return quick_test_main_with_setup(argc, argv, "halftone", QUICK_TEST_SOURCE_DIR, &setup);
}

#include "main.moc"
