// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/viewmodels/session.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"
#include "tests/support/consulprocess.h"

using namespace halftone;

namespace {

constexpr int kPatience = 15'000;

}  // namespace

// What belongs to the windows whatever page they show, on a real Consul, with mouse and keys.
class WindowsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() {
    QSettings().clear();
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("overview")));
  }
  void cleanup() { m_page = {}; }

  void aWindowThatIsClosedComesBackWhereItWas() {
    const QRect place(60, 50, 1300, 720);
    m_page.window()->setGeometry(place);
    QTRY_COMPARE(m_page.window()->geometry(), place);
    QVERIFY(m_page.window()->close());
    QCOMPARE(QSettings().value(QStringLiteral("window")).toRect(), place);
    m_page = {};
    QCOMPARE(QSettings().value(QStringLiteral("window")).toRect(), place);
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("overview")));
    QCOMPARE(m_page.window()->geometry().size(), place.size());
  }
  void theThemeIsTheDesktopsUntilOneIsChosen() {
    app::Session* session = m_page.console().session();
    session->setTheme(QStringLiteral("system"));
    session->setSystemDark(false);
    QVERIFY(m_page.window()->color().lightness() > 180);
    session->setSystemDark(true);
    QVERIFY(m_page.window()->color().lightness() < 80);
    session->toggleTheme();
    QCOMPARE(session->theme(), QStringLiteral("light"));
    QCOMPARE(QSettings().value(QStringLiteral("theme")).toString(), QStringLiteral("light"));
    session->setSystemDark(false);
    session->setSystemDark(true);
    QVERIFY(m_page.window()->color().lightness() > 180);
  }
  void whatHindersAnExportIsSaidWhole() {
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    QTRY_VERIFY(m_page.find(QStringLiteral("healthExport")) != nullptr);
    QVERIFY(m_page.click(QStringLiteral("healthExport")));
    QTRY_VERIFY(m_page.find(QStringLiteral("healthExportCsv")) != nullptr);
    QVERIFY(m_page.click(QStringLiteral("healthExportCsv")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("exportName"), "activeFocus").toBool(), kPatience);
    QVERIFY(m_page.click(QStringLiteral("exportFolder")));
    QTest::keyClick(m_page.window(), Qt::Key_A, Qt::ControlModifier);
    m_page.type(QStringLiteral("/nowhere/at/all"));
    QTRY_COMPARE(m_page.of(QStringLiteral("exportMessage"), "text").toString(),
                 QStringLiteral("There is no folder /nowhere/at/all"));
    QVERIFY(!m_page.of(QStringLiteral("exportWrite"), "enabled").toBool());
    QVERIFY(!m_page.of(QStringLiteral("exportMessage"), "truncated").toBool());
  }

 private:
  test::ConsulProcess m_consul;
  test::PageDriver m_page;
};

HALFTONE_PAGE_TEST_MAIN(WindowsTest)
#include "tst_windows.moc"
