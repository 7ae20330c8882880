// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtQuickTest/quicktest.h>
#include <QAccessible>
#include <QApplication>
#include <QQmlEngine>
#include <QStyleHints>

#include "app/appearance.h"
#include "app/charts/lineplot.h"
#include "app/charts/plotdata.h"
#include "app/translations.h"
#include "app/viewmodels/exportplace.h"
#include "app/viewmodels/jsonhighlighter.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/versioncolors.h"
#include "tests/qml/testparts.h"
#include "tests/qmlpages/fakemodel.h"
#include "tests/qmlpages/fakes.h"

namespace {

constexpr const char* kApp = "Halftone.App";
constexpr const char* kTest = "Halftone.Test";

// Gives each engine of a quick test the fake module, and the few real things that are no view model.
class Setup : public QObject {
  Q_OBJECT

 public slots:
  void qmlEngineAvailable(QQmlEngine* engine) {
    auto* session = new halftone::app::Session(engine);
    auto* colors = new halftone::app::VersionColors(engine);
    colors->add({QStringLiteral("v1"), QStringLiteral("v2"), QStringLiteral("v3")});
    session->provideTo(engine);
    colors->provideTo(engine);
    engine->addImportPath(m_fakes.importPath());
    m_translations.setLanguage(session->language());
    connect(session, &halftone::app::Session::languageChanged, engine, [this, engine, session] {
      m_translations.setLanguage(session->language());
      engine->retranslate();
    });
  }

 private:
  Fakes m_fakes;
  halftone::app::Translations m_translations;
};

template <typename Type>
void registerOneOfEngine(const char* name) {
  qmlRegisterSingletonType<Type>(kApp, 1, 0, name, [](QQmlEngine* engine, QJSEngine* script) -> QObject* {
    return Type::create(engine, script);
  });
}

template <typename Type>
void registerOneOfTest(const char* name) {
  qmlRegisterSingletonType<Type>(kTest, 1, 0, name,
                                 [](QQmlEngine*, QJSEngine*) -> QObject* { return new Type; });
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);  // charts are widgets
  halftone::app::prepareAppearance(application);
  QGuiApplication::styleHints()->setUseHoverEffects(true);  // as on a desktop
  QAccessible::setActive(true);  // as with a screen reader: else controls do not say what they are
  registerOneOfEngine<halftone::app::Session>("Session");
  registerOneOfEngine<halftone::app::VersionColors>("VersionColors");
  qmlRegisterType<halftone::app::LinePlot>(kApp, 1, 0, "LinePlot");
  qmlRegisterType<halftone::app::PlotData>(kApp, 1, 0, "PlotData");
  qmlRegisterType<halftone::app::JsonHighlighter>(kApp, 1, 0, "JsonHighlighter");
  qmlRegisterType<halftone::app::ExportPlace>(kApp, 1, 0, "ExportPlace");
  qmlRegisterType<FakeModel>(kTest, 1, 0, "FakeModel");
  qmlRegisterType<TestCurves>(kTest, 1, 0, "TestCurves");
  registerOneOfTest<TestEyes>("TestEyes");
  registerOneOfTest<TestAccess>("TestAccess");
  registerOneOfTest<TestPointer>("TestPointer");
  qmlRegisterSingletonType<TestCluster>(
      kTest, 1, 0, "TestCluster", [](QQmlEngine* engine, QJSEngine*) { return new TestCluster(engine); });
  Setup setup;
  return quick_test_main_with_setup(argc, argv, "halftone_pages", QUICK_TEST_SOURCE_DIR, &setup);
}

#include "main.moc"
