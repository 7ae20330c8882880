// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QSettings>
#include <QTest>

#include "app/viewmodels/palettemodel.h"
#include "app/viewmodels/session.h"
#include "tests/e2e/demoprocess.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"

using namespace halftone;

namespace {
constexpr int kPatience = 20'000;
}

// The command palette on the running demo: every kind of thing that it lists is found by its name and opened.
class PaletteTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QSettings().clear();
    QVERIFY(m_demo.start({QStringLiteral("--users"), QStringLiteral("60")}));
    QVERIFY(m_page.start(m_demo.consul(), QStringLiteral("explain")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("sample_0")) != nullptr, kPatience);
  }
  void cleanupTestCase() {
    m_page = {};
    QVERIFY(m_demo.stop());
  }

  void aPageComesToTheFront() {
    QVERIFY(run(QStringLiteral("Page"), QStringLiteral("Health")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageHealth")) != nullptr, kPatience);
  }
  void aServiceOpensItsTraffic() {
    QVERIFY(run(QStringLiteral("Service"), QStringLiteral("chat")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageTraffic")) != nullptr, kPatience);
    QCOMPARE(m_page.of(QStringLiteral("servicePicker"), "currentText").toString(), QStringLiteral("chat"));
  }
  void anInstanceOpensInTheCatalog() {
    QVERIFY(run(QStringLiteral("Instance of chat"), QStringLiteral("chat-3")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageCatalog")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("catalogInstance_chat-3"), "open").toBool(), kPatience);
  }
  void anInstanceThatNoProxyServesIsThereToo() {
    QVERIFY(run(QStringLiteral("Instance of halftone-proxy"), QStringLiteral("halftone-proxy-proxy-1")));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("catalogInstance_halftone-proxy-proxy-1"), "open").toBool(), kPatience);
  }
  void aUserIsExplained() {
    const QString user = first(QStringLiteral("User, explained"));
    QVERIFY(!user.isEmpty());
    QVERIFY(run(QStringLiteral("User, explained"), user));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageExplain")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("explainText"), "text").toString().contains(user),
                             kPatience);
  }
  void aUsersSessionsAreFound() {
    const QString user = first(QStringLiteral("User's sessions"));
    QVERIFY(!user.isEmpty());
    QVERIFY(run(QStringLiteral("User's sessions"), user));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageSessions")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("sessionsFilter"), "text").toString().contains(user),
                             kPatience);
  }
  void aRecordingIsBegunAndEnded() {
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Record what happens")));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("recordText"), "text").toString().startsWith(QStringLiteral("recording")),
        kPatience);
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("End the recording")));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("recordText"), "text").toString().startsWith(QStringLiteral("Recorded")),
        kPatience);
  }
  void theThemeAndTheLanguageAreSwitched() {
    app::Session* session = m_page.console().session();
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Switch between dark and light")));
    QVERIFY(!session->isDark());
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Switch language")));
    QCOMPARE(session->language(), QStringLiteral("zh"));
    session->setLanguage(QStringLiteral("en"));
    session->setDark(true);
  }
  void theSheetOfKeysNamesTheRecorder() {
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Keyboard shortcuts")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("shortcut_Ctrl+Shift+R")) != nullptr, kPatience);
    m_page.press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("shortcut_Ctrl+Shift+R")) == nullptr, kPatience);
  }
  void whatPagesDoIsDoneFromAnywhere() {
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Export the charts of Health as numbers (CSV)")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("exportName")) != nullptr, kPatience);
    m_page.press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("exportName")) == nullptr, kPatience);
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("New key in the KV store")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("kvNewKey")) != nullptr, kPatience);
    m_page.press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("kvNewKey")) == nullptr, kPatience);
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Maintenance of chat-3: begin or end")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("catalogRestDialogYes")) != nullptr, kPatience);
    m_page.press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("catalogRestDialogYes")) == nullptr, kPatience);
  }
  void aProcessOfTheDemoIsStoppedAndStarted() {
    QVERIFY(run(QStringLiteral("Page"), QStringLiteral("Demo")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("demoStop_chat-4")) != nullptr, kPatience);
    QVERIFY(run(QStringLiteral("Page"), QStringLiteral("Overview")));
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Stop chat-4 of the demo")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("demoStart_chat-4")) != nullptr, kPatience);
    QVERIFY(run(QStringLiteral("Action"), QStringLiteral("Start chat-4 of the demo")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("demoStop_chat-4")) != nullptr, kPatience);
  }

 private:
  [[nodiscard]] app::PaletteModel* commands() const {
    return m_page.window()->property("commands").value<app::PaletteModel*>();
  }
  [[nodiscard]] static QString text(const app::PaletteModel* model, int row, app::PaletteModel::Role role) {
    return model->data(model->index(row), role).toString();
  }
  // The first thing of this kind that the palette knows.
  [[nodiscard]] QString first(const QString& group) const {
    app::PaletteModel* model = commands();
    model->begin();
    model->setTyped(QStringLiteral("u"));
    for (int row = 0; row < model->count(); ++row) {
      if (text(model, row, app::PaletteModel::GroupRole) == group)
        return text(model, row, app::PaletteModel::TitleRole);
    }
    return {};
  }
  // As an operator does it: the keys that open it, the name, down to the kind that is meant, and Enter.
  [[nodiscard]] bool run(const QString& group, const QString& title) {
    QTest::keyClick(m_page.window(), Qt::Key_K, Qt::ControlModifier);
    const auto isOpen = [this] { return m_page.find(QStringLiteral("paletteInput")) != nullptr; };
    if (!QTest::qWaitFor(isOpen, kPatience)) return false;
    m_page.type(title);
    const app::PaletteModel* model = commands();
    for (int row = 0; row < model->count(); ++row) {
      if (text(model, row, app::PaletteModel::GroupRole) == group &&
          text(model, row, app::PaletteModel::TitleRole) == title) {
        m_page.press(Qt::Key_Return);
        return QTest::qWaitFor([&isOpen] { return !isOpen(); }, kPatience);
      }
      m_page.press(Qt::Key_Down);
    }
    m_page.press(Qt::Key_Escape);
    return false;
  }

  test::DemoProcess m_demo;
  test::PageDriver m_page;
};

HALFTONE_PAGE_TEST_MAIN(PaletteTest)
#include "tst_palette.moc"
