// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtQuickTest/quicktest.h>
#include <QAccessible>
#include <QApplication>
#include <QQmlEngine>
#include <QStyleHints>

#include "app/application.h"
#include "app/translations.h"
#include "tests/qml/testparts.h"
#include "tests/qmlparts/testtraffic.h"

// Gives each engine of a quick test what the application gives its own, the languages too.
class Setup : public QObject {
  Q_OBJECT

 public:
  explicit Setup(TestTraffic& traffic) : m_traffic(traffic) {}

 public slots:
  void qmlEngineAvailable(QQmlEngine* engine) {
    halftone::app::Session& session = m_traffic.session();
    session.provideTo(engine);
    m_traffic.colors().provideTo(engine);
    connect(&session, &halftone::app::Session::languageChanged, engine, [this, engine, &session] {
      m_translations.setLanguage(session.language());
      engine->retranslate();
      m_traffic.retranslate();
    });
  }
  // While the application still runs: Qt says so when nothing is left to clean up in.
  void cleanupTestCase() { m_traffic.end(); }

 private:
  TestTraffic& m_traffic;
  halftone::app::Translations m_translations;
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);  // charts are widgets
  halftone::app::Application::prepare(application);
  QGuiApplication::styleHints()->setUseHoverEffects(true);  // as on a desktop
  QAccessible::setActive(true);  // as with a screen reader: else controls do not say what they are
  qmlRegisterSingletonType<TestEyes>("Halftone.Test", 1, 0, "TestEyes",
                                     [](QQmlEngine*, QJSEngine*) { return new TestEyes; });
  qmlRegisterSingletonType<TestAccess>("Halftone.Test", 1, 0, "TestAccess",
                                       [](QQmlEngine*, QJSEngine*) { return new TestAccess; });
  qmlRegisterSingletonType<TestPointer>("Halftone.Test", 1, 0, "TestPointer",
                                        [](QQmlEngine*, QJSEngine*) { return new TestPointer; });
  TestTraffic traffic;
  qmlRegisterSingletonInstance("Halftone.Test", 1, 0, "TestTraffic", &traffic);
  Setup setup(traffic);
  return quick_test_main_with_setup(argc, argv, "halftone_parts", QUICK_TEST_SOURCE_DIR, &setup);
}

#include "main.moc"
