// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QTest>
#include <QUrl>

#include "app/viewmodels/session.h"
#include "tests/e2e/consoledriver.h"
#include "tests/e2e/screen.h"
#include "tests/qml/pagetest.h"

using namespace halftone::test;

// The ways of an operator between places, on the running demo: palette, filters, pins, links, windows of
// their own.
class TestConsolePlaces : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_console.start()); }
  void thePaletteOpensPages();
  void aFilterIsCompletedAndJudgedAsOneTypes();
  void aPlaceIsPinnedAndFoundAgain();
  void aLinkIsCopiedAndOpensTheSamePlaceInAnotherConsole();
  void aPageIsTornOffLivesOnAndIsClosed();
  void aVersionIsDrainedByHand();
  void cleanupTestCase() { QVERIFY(m_console.stop()); }

 private:
  [[nodiscard]] int rows() const { return m_console.of(QStringLiteral("sessionsView"), "rows").toInt(); }
  [[nodiscard]] QString problem() const {
    return m_console.of(QStringLiteral("sessionsFilter"), "problem").toString();
  }
  [[nodiscard]] static QQuickWindow* tornWindow() {
    for (QWindow* window : QGuiApplication::topLevelWindows()) {
      if (window->objectName().startsWith(QLatin1String("tornWindow_")))
        return qobject_cast<QQuickWindow*>(window);
    }
    return nullptr;
  }

  ConsoleDriver m_console;
};

void TestConsolePlaces::thePaletteOpensPages() {
  QVERIFY(m_console.press(QStringLiteral("ctrl+k")));
  QTRY_VERIFY(m_console.item(QStringLiteral("paletteInput")) != nullptr);
  QTRY_VERIFY(m_console.item(QStringLiteral("paletteInput"))->hasActiveFocus());
  QVERIFY(m_console.type(QStringLiteral("health")));
  QVERIFY(m_console.savePicture(QStringLiteral("palette-dark")));
  QVERIFY(m_console.press(QStringLiteral("Return")));
  QTRY_VERIFY(m_console.item(QStringLiteral("pageHealth")) != nullptr);
}

void TestConsolePlaces::aFilterIsCompletedAndJudgedAsOneTypes() {
  QVERIFY(m_console.openPage(QStringLiteral("Sessions")));
  QTRY_VERIFY_WITH_TIMEOUT(m_console.item(QStringLiteral("sessionsView")) != nullptr, 10'000);
  QTRY_VERIFY_WITH_TIMEOUT(rows() > 20, 20'000);
  const int all = rows();
  QVERIFY(m_console.click(QStringLiteral("sessionsFilter")));
  QTRY_VERIFY(m_console.item(QStringLiteral("sessionsFilter"))->hasActiveFocus());
  QVERIFY(m_console.type(QStringLiteral("vers")));
  QTRY_VERIFY(m_console.item(QStringLiteral("sessionsFilterOffer_0")) != nullptr);
  QVERIFY(m_console.press(QStringLiteral("Tab")));
  QTRY_COMPARE(m_console.textOf(QStringLiteral("sessionsFilter")), QStringLiteral("version:"));
  QVERIFY(m_console.type(QStringLiteral("v2")));
  QTRY_VERIFY(rows() > 0 && rows() < all);
  QCOMPARE(problem(), QString());
  QVERIFY(m_console.press(QStringLiteral("ctrl+a")));
  QVERIFY(m_console.type(QStringLiteral("versoin:v2")));
  QTRY_VERIFY(!problem().isEmpty());
  QVERIFY(m_console.savePicture(QStringLiteral("filter-wrong-dark")));
  QVERIFY(m_console.press(QStringLiteral("ctrl+a")));
  QVERIFY(m_console.type(QStringLiteral("version=v2")));
  QTRY_VERIFY(rows() > 0 && rows() < all);
}

void TestConsolePlaces::aPlaceIsPinnedAndFoundAgain() {
  QVERIFY(m_console.click(QStringLiteral("pinButton")));
  QTRY_VERIFY(m_console.item(QStringLiteral("favourite_0")) != nullptr);
  QVERIFY(m_console.click(QStringLiteral("sessionsFilterClear")));
  QTRY_COMPARE(m_console.textOf(QStringLiteral("sessionsFilter")), QString());
  QVERIFY(m_console.openPage(QStringLiteral("Audit")));
  QVERIFY(m_console.click(QStringLiteral("favourite_0")));
  QTRY_VERIFY(m_console.item(QStringLiteral("pageSessions")) != nullptr);
  QTRY_COMPARE(m_console.textOf(QStringLiteral("sessionsFilter")), QStringLiteral("version=v2"));
  QVERIFY(m_console.click(QStringLiteral("pinButton")));
  QTRY_VERIFY(m_console.item(QStringLiteral("favourite_0")) == nullptr);
}

void TestConsolePlaces::aLinkIsCopiedAndOpensTheSamePlaceInAnotherConsole() {
  QCOMPARE(m_console.textOf(QStringLiteral("sessionsFilter")), QStringLiteral("version=v2"));
  QVERIFY(m_console.press(QStringLiteral("ctrl+shift+c")));
  const auto link = [] { return QGuiApplication::clipboard()->text(); };
  QTRY_VERIFY2(link().startsWith(QLatin1String("halftone://sessions")), qPrintable(link()));
  const QString copied = link();
  // The console ends in good order, with all its pages, and another one opens there.
  QVERIFY(m_console.open(copied));
  QTRY_VERIFY(m_console.item(QStringLiteral("pageSessions")) != nullptr);
  QTRY_COMPARE(m_console.textOf(QStringLiteral("sessionsFilter")), QStringLiteral("version=v2"));
  QTRY_VERIFY_WITH_TIMEOUT(rows() > 0, 20'000);
  const std::string rule = fetch(m_console.demo().consul(), "/v1/kv/halftone/policies/chat?raw")
                               .at("rules")
                               .at(1)
                               .at("name")
                               .get<std::string>();
  const QByteArray name = QUrl::toPercentEncoding(QString::fromStdString(rule));
  QVERIFY(m_console.open(QStringLiteral("halftone://traffic/chat?rule=") + QString::fromLatin1(name)));
  QTRY_VERIFY(m_console.viewModel(QStringLiteral("Traffic")) != nullptr);
  QTRY_COMPARE_WITH_TIMEOUT(m_console.viewModel(QStringLiteral("Traffic"))->property("selectedRule").toInt(),
                            1, 10'000);
}

void TestConsolePlaces::aPageIsTornOffLivesOnAndIsClosed() {
  QVERIFY(m_console.openPage(QStringLiteral("Sessions")));
  QVERIFY(m_console.press(QStringLiteral("ctrl+shift+n")));
  QTRY_VERIFY(tornWindow() != nullptr);
  QQuickWindow* torn = tornWindow();
  QVERIFY(QTest::qWaitForWindowExposed(torn));
  torn->setPosition(700, 400);  // nobody else moves it off the sidebar
  const auto tornRows = [torn] {
    const QQuickItem* view = findVisible(torn, QStringLiteral("sessionsView"));
    return view == nullptr ? 0 : view->property("rows").toInt();
  };
  QTRY_VERIFY_WITH_TIMEOUT(tornRows() > 20, 20'000);
  // It is live while another page is in front, and follows language and theme.
  QVERIFY(m_console.openPage(QStringLiteral("Audit")));
  m_console.console().session()->toggleLanguage();
  QTRY_VERIFY(torn->title().startsWith(QStringLiteral("会话")));
  m_console.console().session()->toggleLanguage();
  m_console.console().session()->toggleTheme();
  QTRY_VERIFY(torn->color().lightness() > 180);
  m_console.console().session()->toggleTheme();
  QVERIFY(tornRows() > 20);
  QVERIFY(m_console.focus(torn));
  QVERIFY(m_console.press(QStringLiteral("ctrl+w")));
  QTRY_VERIFY(tornWindow() == nullptr);
  QVERIFY(m_console.focus(m_console.window()));
  // One that is open when the console ends is there again when it starts.
  QVERIFY(m_console.press(QStringLiteral("ctrl+shift+n")));
  QTRY_VERIFY(tornWindow() != nullptr);
  QVERIFY(m_console.open());
  QTRY_VERIFY(tornWindow() != nullptr);
  QVERIFY(tornWindow()->close());
  QTRY_VERIFY(tornWindow() == nullptr);
}

void TestConsolePlaces::aVersionIsDrainedByHand() {
  QVERIFY(m_console.openPage(QStringLiteral("Sessions")));
  QTRY_VERIFY_WITH_TIMEOUT(rows() > 0, 20'000);
  QVERIFY(m_console.click(QStringLiteral("sessionsDrain")));
  QVERIFY(m_console.click(QStringLiteral("moveScope_node")));
  QTRY_VERIFY(m_console.item(QStringLiteral("moveBegin"))->isEnabled());
  QVERIFY(m_console.savePicture(QStringLiteral("drain-dark")));
  QVERIFY(m_console.click(QStringLiteral("moveBegin")));
  QTRY_VERIFY_WITH_TIMEOUT(m_console.item(QStringLiteral("sessionMoveDetail")) != nullptr, 10'000);
  QVERIFY(m_console.savePicture(QStringLiteral("draining-dark")));
  // It is let back in, so that those after find every node at work.
  for (const auto& node : m_console.demo().chat()) {
    const QString button = QStringLiteral("sessionsReopen_") + node.id;
    if (m_console.item(button) == nullptr) continue;
    QVERIFY(m_console.click(button));
    QTRY_VERIFY_WITH_TIMEOUT(m_console.item(button) == nullptr, 10'000);
  }
}

HALFTONE_PAGE_TEST_MAIN(TestConsolePlaces)
#include "tst_console_places.moc"
